// @ts-check
import { load } from 'cheerio/slim';
import { runLoop } from './cheerio-loop.mjs';

await runLoop((html) => load(html));

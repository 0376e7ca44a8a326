// @ts-check
import { load } from 'cheerio';
import { runLoop } from './cheerio-loop.mjs';

await runLoop((html) => load(html));

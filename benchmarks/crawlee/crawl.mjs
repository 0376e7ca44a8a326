// @ts-check
/// <reference path="./crawlee.d.ts" />
import { CheerioCrawler, Configuration, log, RequestList } from '@crawlee/cheerio';
import { take } from '../engines/take.mjs';
import { readTask, writeRows } from '../engines/task.mjs';

/** Crawlee without its optional work: no files, no sessions, no waiting for a scale-up. */
const { urls, out, connections } = readTask();
log.setLevel(log.LEVELS.ERROR);
/** @type {object[]} */
const rows = [];
const crawler = new CheerioCrawler(
  {
    requestList: await RequestList.open(null, [...urls]),
    minConcurrency: connections,
    maxConcurrency: connections,
    maxRequestRetries: 0,
    useSessionPool: false,
    persistCookiesPerSession: false,
    requestHandler({ request, $ }) {
      rows.push({ url: request.url, ...take($) });
    },
  },
  new Configuration({ persistStorage: false }),
);
await crawler.run();
writeRows(out, rows);

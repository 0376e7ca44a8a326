// @ts-check
/// <reference path="./crawlee.d.ts" />
import { Configuration, log, RequestList } from '@crawlee/cheerio';
import { readTask, writeRows } from '../engines/task.mjs';

/**
 * Runs a crawler of Crawlee without its optional work: no files, no sessions, no waiting for a scale-up.
 * @param {(options: import('@crawlee/cheerio').CommonOptions, configuration: Configuration, add: (row: object) => void) => { run(): Promise<unknown> }} create
 *   `add` takes the row of a page
 */
export async function runCrawler(create) {
  const { urls, out, connections } = readTask();
  log.setLevel(log.LEVELS.ERROR);
  /** @type {object[]} */
  const rows = [];
  const options = {
    requestList: await RequestList.open(null, [...urls]),
    minConcurrency: connections,
    maxConcurrency: connections,
    maxRequestRetries: 0,
    useSessionPool: false,
    persistCookiesPerSession: false,
  };
  const configuration = new Configuration({ persistStorage: false });
  await create(options, configuration, (row) => rows.push(row)).run();
  writeRows(out, rows);
}

// @ts-check
/// <reference path="./crawlee.d.ts" />
import { CheerioCrawler } from '@crawlee/cheerio';
import { take } from '../engines/take.mjs';
import { runCrawler } from './run-crawler.mjs';

/** Crawlee's crawler for pages that are only fetched. */
await runCrawler(
  (options, configuration, add) =>
    new CheerioCrawler(
      {
        ...options,
        requestHandler: ({ request, $ }) => add({ url: request.url, ...take($) }),
      },
      configuration,
    ),
);

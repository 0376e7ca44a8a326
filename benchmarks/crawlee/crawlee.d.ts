/**
 * The parts of Crawlee that the benchmark uses. Crawlee is installed only when it is first measured: the
 * types must be valid without it.
 */
declare module '@crawlee/cheerio' {
  type CheerioAPI = Parameters<typeof import('../engines/take.mjs').take>[0];
  type OpenList = { readonly isOpenList: true };

  export interface CommonOptions {
    readonly requestList: OpenList;
    readonly minConcurrency: number;
    readonly maxConcurrency: number;
    readonly maxRequestRetries: number;
    readonly useSessionPool: boolean;
    readonly persistCookiesPerSession: boolean;
  }

  export const log: { setLevel(level: number): void; readonly LEVELS: { readonly ERROR: number } };
  export const RequestList: { open(name: null, urls: string[]): Promise<OpenList> };
  export class Configuration {
    constructor(options: { readonly persistStorage: boolean });
  }
  export class CheerioCrawler {
    constructor(
      options: CommonOptions & {
        requestHandler(context: {
          readonly request: { readonly url: string };
          readonly $: CheerioAPI;
        }): void;
      },
      configuration: Configuration,
    );
    run(): Promise<unknown>;
  }
}

declare module '@crawlee/playwright' {
  import type { CommonOptions, Configuration } from '@crawlee/cheerio';
  import type { BrowserType, Page } from 'playwright';

  export class PlaywrightCrawler {
    constructor(
      options: CommonOptions & {
        readonly launchContext: {
          readonly launcher: BrowserType;
          readonly launchOptions: {
            readonly executablePath: string;
            readonly args: readonly string[];
          };
        };
        readonly browserPoolOptions: {
          readonly retireBrowserAfterPageCount: number;
          readonly useFingerprints: boolean;
        };
        readonly preNavigationHooks: readonly ((
          context: { readonly page: Page },
          options: { waitUntil?: 'domcontentloaded' },
        ) => Promise<void>)[];
        requestHandler(context: {
          readonly request: { readonly url: string };
          readonly page: Page;
        }): Promise<void>;
      },
      configuration: Configuration,
    );
    run(): Promise<unknown>;
  }
}

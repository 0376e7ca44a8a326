import type { EngineParams } from '#shared/engine-protocol/protocol.ts';
import type { SitemapFindings, SitemapProgress } from '#shared/engine-protocol/sitemaps.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { optionsWith } from '../core/options-with.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { FetchSessions } from '../ports/fetch-sessions.ts';
import { SitemapWalk } from './collect-sitemaps.ts';
import { SitemapFetcher } from './sitemap-fetcher.ts';
import { SitemapList } from './sitemap-list.ts';

export interface SitemapReader {
  /** See `sitemaps.read` of the protocol. A newer reading of the same key cancels the older one. */
  read(params: EngineParams<'sitemaps.read'>): Promise<SitemapFindings>;
  cancel(key: string): void;
  close(): Promise<void>;
}

const tellEveryMs = 200;

export function createSitemapReader(parts: {
  readonly sessions: FetchSessions;
  readonly clock: Clock;
  readonly random: Random;
  readonly onProgress: (key: string, progress: SitemapProgress) => void;
}): SitemapReader {
  const { sessions, clock, random, onProgress } = parts;
  const running = new Map<
    string,
    { readonly abort: AbortController; readonly over: Promise<unknown> }
  >();

  const cancel = (key: string): void => {
    running.get(key)?.abort.abort(new TrawlError('CANCELLED', 'The sitemaps are read no further.'));
  };

  const collect = async (
    { key, file, sources, options, secrets }: EngineParams<'sitemaps.read'>,
    signal: AbortSignal,
  ): Promise<SitemapFindings> => {
    signal.throwIfAborted();
    const resolved = optionsWith(options, secrets);
    const session = sessions.session({ options: resolved, secrets });
    let toldMs = Number.NEGATIVE_INFINITY;
    const tell = (progress: SitemapProgress): void => {
      signal.throwIfAborted();
      if (clock.now() - toldMs < tellEveryMs) return;
      toldMs = clock.now();
      onProgress(key, progress);
    };
    try {
      const list = await SitemapList.create(file);
      try {
        const fetcher = new SitemapFetcher(session, resolved, { clock, random, signal });
        const walk = new SitemapWalk(fetcher, list, tell);
        for (const source of sources) await walk.read(source);
        await list.flush(1);
        return walk.findings;
      } finally {
        await list.close();
      }
    } finally {
      await session.close();
    }
  };

  return {
    async read(params) {
      cancel(params.key);
      const abort = new AbortController();
      // The older reading may write to the same file.
      const older = Promise.allSettled([running.get(params.key)?.over]);
      const over = older.then(() => collect(params, abort.signal));
      const reading = { abort, over };
      running.set(params.key, reading);
      try {
        return await over;
      } finally {
        if (running.get(params.key) === reading) running.delete(params.key);
      }
    },
    cancel,
    async close() {
      const all = [...running.values()];
      for (const key of running.keys()) cancel(key);
      await Promise.allSettled(all.map(({ over }) => over));
    },
  };
}

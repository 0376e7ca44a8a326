import { z } from 'zod';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { Log } from './log.ts';

/** The process of the sample site. It sends `{ origins }` when it serves, `{ error }` when it cannot. */
export interface SampleSiteChild {
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: () => void): void;
  kill(): void;
}

export interface SampleSite {
  /** Resolves with the site's origins when it serves. Starts the site if needed. */
  ensure(): Promise<readonly string[]>;
  close(): void;
}

const messageSchema = z.union([
  z.object({ origins: z.array(z.string()) }),
  z.object({ error: z.object({ message: z.string() }) }),
]);

/** The bundled sample site, in a separate process from its first use to the end of the app. */
export function createSampleSite(start: () => SampleSiteChild, log: Log): SampleSite {
  let child: SampleSiteChild | null = null;
  let serving: Promise<readonly string[]> | null = null;

  const begin = (): Promise<readonly string[]> =>
    new Promise((resolve, reject) => {
      const mine = start();
      child = mine;
      mine.onMessage((message) => {
        const said = messageSchema.parse(message);
        if ('origins' in said) resolve(said.origins);
        else reject(new TrawlError('BUSY', said.error.message, { retryable: true }));
      });
      // If the site has served, the rejection has no effect; the next use starts the site again.
      mine.onExit(() => {
        if (child === mine) {
          child = null;
          serving = null;
        }
        reject(new TrawlError('INTERNAL', 'The sample site could not be started. Try again.'));
      });
    });

  return {
    async ensure() {
      serving ??= begin();
      try {
        return await serving;
      } catch (error) {
        log.error('The sample site does not serve', error);
        serving = null;
        throw error;
      }
    },
    close: () => child?.kill(),
  };
}

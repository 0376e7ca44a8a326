import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { startSampleSite } from '../../sample-site/start-sample-site.ts';

/** The sample site, for the duration of a measurement. */
export interface LabSite {
  readonly origin: string;
  /** The site shares the process of the engine, and so its processor time. */
  readonly sharesProcess: boolean;
  close(): Promise<void>;
}
export type OpenLabSite = () => Promise<LabSite>;

/** In this same process: for hosts that cannot start another one. */
export const openSiteHere: OpenLabSite = async () => {
  const site = await startSampleSite({ ports: 0 });
  return { origin: site.origins[0], sharesProcess: true, close: () => site.close() };
};

/** In a separate Node process, so that only the engine is measured. */
export const openSiteProcess: OpenLabSite = () =>
  new Promise((resolve, reject) => {
    const file = fileURLToPath(new URL('./sample-site.js', import.meta.url));
    const child = fork(file, ['--port', '0'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const failed = (): void =>
      reject(new TrawlError('INTERNAL', 'The sample site could not be started. Try again.'));
    child.once('error', failed);
    child.once('exit', failed);
    child.once('message', (message) => {
      const [origin] = (message as { readonly origins?: readonly string[] }).origins ?? [];
      if (origin === undefined) {
        failed();
        return;
      }
      const ended = new Promise<void>((over) => child.once('exit', () => over()));
      resolve({
        origin,
        sharesProcess: false,
        async close() {
          if (child.connected) child.disconnect();
          await ended;
        },
      });
    });
  });

import { TrawlError } from '#shared/errors/trawl-error.ts';
import { defaultSamplePorts, type SampleOrigins, type SamplePorts } from './site.ts';
import { startSampleSite } from './start-sample-site.ts';

interface ServeOptions {
  /** The first of three consecutive ports; 0: any free ones. By default 17800. */
  readonly port?: number;
  readonly latencyScale?: number;
  /** The signal that ends the site. */
  readonly signal: AbortSignal;
  /** Receives one line for the person, without its line end. */
  readonly say: (line: string) => void;
  readonly onReady?: (origins: SampleOrigins) => void;
}

/**
 * `trawl sample-site`: serves until the signal aborts.
 *
 * @throws TrawlError `BAD_INPUT` for an invalid port; otherwise like `startSampleSite`.
 */
export async function serveSampleSite(options: ServeOptions): Promise<void> {
  const { port = defaultSamplePorts[0], latencyScale = 1, signal, say } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_533) {
    throw new TrawlError('BAD_INPUT', 'The port must be a whole number from 0 to 65533.');
  }
  const ports: SamplePorts | 0 = port === 0 ? 0 : [port, port + 1, port + 2];
  const site = await startSampleSite({ ports, latencyScale });
  const [shop, press, warehouse] = site.origins;
  options.onReady?.(site.origins);
  if (site.reused) {
    say(`The sample site is running already: ${shop}/`);
    return;
  }
  say(`Shop       ${shop}/`);
  say(`Magazine   ${press}/`);
  say(`Warehouse  ${warehouse}/`);
  say('Press Ctrl+C to stop.');
  await aborted(signal);
  await site.close();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

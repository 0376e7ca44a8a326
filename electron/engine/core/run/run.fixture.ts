import type { ProxyLine, RunSnapshot } from '#shared/engine-protocol/run.ts';
import { failure } from '#shared/errors/error-codes.ts';
import { defaultOptions, type ResolvedOptions } from '#shared/job/defaults.ts';
import type { LogIn } from '../../ports/log-in.ts';
import type { RobotsReader } from '../../ports/robots-reader.ts';
import { createFakeClock } from '../test-support/fake-clock.ts';
import { MemoryLedger } from '../test-support/memory-ledger.ts';
import { createScriptedWeb, type WebOptions } from '../test-support/scripted-web.ts';
import { Run } from './run.ts';

/** The fields of the job, as far as rendering asks for them. */
const fields = [
  { name: 'title', css: 'h1' },
  { name: 'price', css: '.price' },
];

/** A run over a list in memory, on a scripted web, with a clock that the test moves. */
export function runOnAFakeClock(
  urls: readonly string[],
  options: Partial<ResolvedOptions> = {},
  webOptions: Partial<WebOptions> = {},
  robots: RobotsReader | null = null,
  proxies: readonly ProxyLine[] = [],
  logIn: LogIn | null = null,
  ledger = new MemoryLedger(urls, { refusesRepeats: true }),
) {
  const clock = createFakeClock();
  const web = createScriptedWeb(clock, { fetchMs: 50, ...webOptions });
  const snapshots: (RunSnapshot & { readonly atMs: number })[] = [];
  const errors: string[] = [];
  let imported = 0;
  const run = new Run({
    runId: '20250101-120000-abcd',
    jobId: null,
    options: { ...defaultOptions, pace: 'fixed', ...options },
    elapsedMs: 0,
    firstSeq: 1,
    onImported: () => {
      imported += 1;
    },
    ledger,
    fetcher: web.fetcher,
    extractor: web.extractor,
    rendering: { renderer: web.renderer, windows: options.renderWindows ?? 2, rules: { fields } },
    clock,
    random: () => 0.5,
    timeOfDay: () => 1_700_000_000_000 + clock.now(),
    robots,
    logIn,
    proxies: () => proxies,
    logger: { info: () => undefined, error: (message) => void errors.push(message) },
    onSnapshot: (snapshot) => snapshots.push({ ...snapshot, atMs: clock.now() }),
  });
  /** Advances the clock, and lets every promise settle in between. */
  const pass = async (ms: number, stepMs = 1): Promise<void> => {
    const untilMs = clock.now() + ms;
    await settled();
    while (clock.now() < untilMs) {
      clock.advance(stepMs);
      await settled();
    }
  };
  const last = (): RunSnapshot => {
    const snapshot = snapshots.at(-1);
    if (snapshot === undefined) throw new Error('a snapshot was expected');
    return snapshot;
  };
  return { clock, ledger, web, run, snapshots, errors, pass, last, imported: () => imported };
}

/** A macrotask: every promise that could settle has settled by then. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const pages = (count: number, host = 'a') =>
  Array.from({ length: count }, (_, i) => `https://${host}.example/${i + 1}`);

/** The URLs of `count` hosts with `each` pages. */
export const hosts = (count: number, each = 1) =>
  Array.from({ length: count }, (_, i) => pages(each, `h${i}`)).flat();

export const proxy: ProxyLine = {
  proxy: 'http://127.0.0.1:8080',
  state: 'ok',
  active: 0,
  done: 0,
  failed: 0,
  restMs: 0,
  lastFailure: null,
};
export const gone = failure('PROXY_UNREACHED', 'the server refused the connection');

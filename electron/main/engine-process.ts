import { join } from 'node:path';
import { MessageChannelMain, type UtilityProcess, utilityProcess } from 'electron';
import { hostWishSchema, type ProcessPort } from '#shared/engine-protocol/host-services.ts';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import type { EngineChild } from '#shared/engine-protocol/supervise-engine.ts';
import type { Log } from './log.ts';
import { answerProxyWishes } from './proxy-wishes.ts';
import type { SampleSiteChild } from './sample-site.ts';

/**
 * Starts the engine in Electron's utility process, and serves its requests: processes that fetch, and the
 * proxies of the system.
 */
export function startEngineProcess(
  dist: string,
  dataDir: string,
  resolveProxy: (url: string) => Promise<string>,
  log: Log,
): EngineChild {
  const child = fork(join(dist, 'engine.js'), [dataDir], 'Trawl engine', log);
  grantProcesses(child, () => fork(join(dist, 'fetch-process.js'), [], 'Trawl fetcher', log));
  answerProxyWishes(child, resolveProxy, log);
  const port: EnginePort = {
    postMessage: (message) => child.postMessage(message),
    on(event: 'message' | 'close', listener: (message: unknown) => void) {
      if (event === 'message') child.on('message', listener);
      else child.on('exit', () => listener(undefined));
    },
    // The process exits after it has answered `close`.
    close: () => undefined,
  };
  return {
    port,
    onExit: (listener) => child.on('exit', listener),
    kill: () => child.kill(),
  };
}

/** Only main can start processes: it sends the engine a port to each one that it requests. */
function grantProcesses(engine: UtilityProcess, start: () => UtilityProcess): void {
  const granted = new Map<number, UtilityProcess>();
  engine.on('message', (message: unknown) => {
    const parsed = hostWishSchema.safeParse(message);
    if (!parsed.success) return;
    const { kind, id } = parsed.data;
    if (kind === 'process-kill') granted.get(id)?.kill();
    if (kind !== 'process-start') return;
    const worker = start();
    granted.set(id, worker);
    worker.on('exit', () => granted.delete(id));
    const { port1, port2 } = new MessageChannelMain();
    const arrives: ProcessPort = { kind: 'process-port', id };
    worker.postMessage(null, [port1]);
    engine.postMessage(arrives, [port2]);
  });
  engine.on('exit', () => {
    for (const worker of granted.values()) worker.kill();
  });
}

/** Starts the sample site in a separate process. */
export function startSampleSiteProcess(file: string, log: Log): SampleSiteChild {
  const child = fork(file, [], 'Trawl sample site', log);
  return {
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.on('exit', listener),
    kill: () => child.kill(),
  };
}

function fork(file: string, args: string[], serviceName: string, log: Log) {
  const child = utilityProcess.fork(file, args, {
    serviceName,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Each look-up of a host name that hangs occupies a thread; the default of four is too few.
    env: { ...process.env, UV_THREADPOOL_SIZE: process.env['UV_THREADPOOL_SIZE'] ?? '16' },
  });
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (text: string) => log.info(`${serviceName}: ${text.trimEnd()}`));
  return child;
}

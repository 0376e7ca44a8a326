import { join } from 'node:path';
import { MessageChannelMain, type MessagePortMain, utilityProcess } from 'electron';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import type { EngineChild } from '#shared/engine-protocol/supervise-engine.ts';
import { serveHostServices } from './host-services.ts';
import type { Log } from './log.ts';
import type { SampleSiteChild } from './sample-site.ts';

/** Starts the engine in Electron's utility process, and serves its requests: see `serveHostServices`. */
export function startEngineProcess(
  dist: string,
  dataDir: string,
  services: {
    readonly resolveProxy: (url: string) => Promise<string>;
    readonly render: (port: MessagePortMain) => void;
  },
  log: Log,
): EngineChild {
  const child = fork(join(dist, 'engine.js'), [dataDir], 'Trawl engine', log);
  const startProcess = () => fork(join(dist, 'fetch-process.js'), [], 'Trawl fetcher', log);
  const openChannel = () => new MessageChannelMain();
  serveHostServices(child, { ...services, startProcess, openChannel }, log);
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

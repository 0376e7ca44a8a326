import { utilityProcess } from 'electron';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import type { EngineChild } from '#shared/engine-protocol/supervise-engine.ts';
import type { Log } from './log.ts';
import type { SampleSiteChild } from './sample-site.ts';

/** Starts the engine in Electron's utility process. */
export function startEngineProcess(file: string, dataDir: string, log: Log): EngineChild {
  const child = fork(file, [dataDir], 'Trawl engine', log);
  const port: EnginePort = {
    postMessage: (message) => child.postMessage(message),
    on(event: 'message' | 'close', listener: (message: unknown) => void) {
      if (event === 'message') child.on('message', listener);
      else child.on('exit', () => listener(undefined));
    },
    // It ends by itself once it has answered `close`.
    close: () => undefined,
  };
  return {
    port,
    onExit: (listener) => child.on('exit', listener),
    kill: () => child.kill(),
  };
}

/** Starts the sample site in a process of its own. */
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
    // Look-ups of host names hold a thread each for as long as they hang; the usual four are few.
    env: { ...process.env, UV_THREADPOOL_SIZE: process.env['UV_THREADPOOL_SIZE'] ?? '16' },
  });
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (text: string) => log.info(`${serviceName}: ${text.trimEnd()}`));
  return child;
}

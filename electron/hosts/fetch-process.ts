import { serveFetchWorker } from '#engine/public-worker.ts';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import { portTo } from './port-to.ts';

/**
 * A process that fetches and extracts for an engine: a child of it in plain Node; in Electron a
 * utility process that main has started, which is handed a port to the engine.
 */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const usage = () => ({ rssBytes: process.memoryUsage.rss(), cpuMs: cpu() });
const { parentPort } = process;
const send = process.send?.bind(process);

if (parentPort) {
  parentPort.once('message', ({ ports: [port] }) => {
    if (port === undefined) return;
    // The engine is gone.
    port.on('close', () => process.exit(0));
    serveFetchWorker(portTo(port), usage);
    port.start();
  });
} else if (send !== undefined) {
  process.on('disconnect', () => process.exit(0));
  // Ctrl+C reaches every process of a terminal; what it means is for the command line to say.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => undefined);
  const port: EnginePort = {
    postMessage: (message) => send(message, undefined, undefined, () => undefined),
    on(event: 'message' | 'close', listener: (message: unknown) => void) {
      if (event === 'message') process.on('message', listener);
    },
    close: () => process.disconnect(),
  };
  serveFetchWorker(port, usage);
} else {
  throw new Error('A fetch process is started by an engine.');
}

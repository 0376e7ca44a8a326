import { serveFetchWorker } from '#engine/public-worker.ts';
import { portTo } from './port-to.ts';
import { portToParent } from './port-to-parent.ts';

/**
 * A process that fetches and extracts for an engine: a child of it in plain Node; in Electron a utility
 * process that main has started, which receives a port to the engine.
 */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const usage = () => ({ rssBytes: process.memoryUsage.rss(), cpuMs: cpu() });
const { parentPort } = process;

if (parentPort) {
  parentPort.once('message', ({ ports: [port] }) => {
    if (port === undefined) return;
    // The engine has ended.
    port.on('close', () => process.exit(0));
    serveFetchWorker(portTo(port), usage);
    port.start();
  });
} else {
  const port = portToParent();
  if (port === null) throw new Error('A fetch process is started by an engine.');
  serveFetchWorker(port, usage);
}

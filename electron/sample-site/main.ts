import { parseArgs } from 'node:util';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { serveSampleSite } from './serve.ts';

/**
 * The sample site as a process of its own: `node sample-site.js [--port N] [--latency SCALE]`. A parent that
 * has a channel (child_process, or Electron's utility process) receives `{ origins }` or `{ error }`; the
 * site ends with its parent.
 */

interface ParentPort {
  postMessage(message: unknown): void;
}

/** Defined only in Electron's utility processes; it is typed here, since this file also runs in plain Node. */
const { parentPort } = process as { readonly parentPort?: ParentPort };

function tellParent(message: object): void {
  if (parentPort !== undefined) parentPort.postMessage(message);
  else process.send?.(message);
}

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
process.once('disconnect', () => stop.abort());

try {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, latency: { type: 'string' } },
  });
  await serveSampleSite({
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
    ...(values.latency === undefined ? {} : { latencyScale: Number(values.latency) }),
    signal: stop.signal,
    say: (line) => process.stdout.write(`${line}\n`),
    onReady: (origins) => tellParent({ origins }),
  });
} catch (error) {
  const reply = toErrorReply(error);
  process.stderr.write(`${reply.message}\n`);
  tellParent({ error: reply });
  process.exitCode = 1;
}
// An open channel would keep the process alive.
if (parentPort !== undefined) process.exit();
if (process.connected) process.disconnect();

import { createEngine, serveEngine } from '#engine/public-api.ts';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import { forkChild } from './fork-child.ts';

/** The engine in a Node process of its own, served to the command line: `cli-engine.js DATA_DIR`. */
const [dataDir] = process.argv.slice(2);
const send = process.send?.bind(process);
if (dataDir === undefined || send === undefined) {
  throw new Error(
    'The engine is started by the command line, and needs to know where runs are kept.',
  );
}

// Ctrl+C reaches every process of a terminal; what it means is for the command line to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// The command line was killed: a run's file bears the same of its engine.
process.on('disconnect', () => process.exit(0));

const port: EnginePort = {
  // What cannot be sent is for a command line that was killed, which `disconnect` tells.
  postMessage: (message) => send(message, undefined, undefined, () => undefined),
  on(event: 'message' | 'close', listener: (message: unknown) => void) {
    // There is no close to wait for: this process does not outlive the command line.
    if (event === 'message') process.on('message', listener);
  },
  close: () => process.disconnect(),
};
const startProcess = () => forkChild('fetch-process', []);
serveEngine(createEngine({ dataDir, startProcess }), port, () => process.disconnect());

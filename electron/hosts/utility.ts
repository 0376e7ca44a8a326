import type { ParentPort } from 'electron';
import { createEngine, serveEngine } from '#engine/public-api.ts';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import { utilityProcesses } from './utility-processes.ts';
import { utilityProxies } from './utility-proxies.ts';

/** The engine in Electron's utility process: `engine.js DATA_DIR`, served to main. */
const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('The engine needs to know where runs are kept.');

const startProcess = utilityProcesses(process.parentPort);
const engine = createEngine({
  dataDir,
  startProcess,
  fetch: { findProxies: utilityProxies(process.parentPort) },
});
serveEngine(engine, portToMain(process.parentPort), () => process.exit(0));

function portToMain(parent: ParentPort): EnginePort {
  return {
    postMessage: (message) => parent.postMessage(message),
    on(event: 'message' | 'close', listener: (message: unknown) => void) {
      // There is no close to wait for: this process does not outlive main.
      if (event === 'message') parent.on('message', ({ data }) => listener(data));
    },
    close: () => process.exit(0),
  };
}

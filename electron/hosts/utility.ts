import type { ParentPort } from 'electron';
import { createEngine, serveEngine } from '#engine/public-api.ts';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import { utilityServices } from './utility-services.ts';

/** The engine in Electron's utility process: `engine.js DATA_DIR`, served to main. */
const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('The engine needs to know where runs are kept.');

const { startProcess, findProxies, openRenderHost } = utilityServices(
  process.parentPort,
  // Standard error goes to main's log.
  (trouble) => process.stderr.write(`${trouble}\n`),
);
const engine = createEngine({ dataDir, startProcess, openRenderHost, fetch: { findProxies } });
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

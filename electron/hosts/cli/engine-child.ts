import { createEngine, serveEngine } from '#engine/public-api.ts';
import { portToParent } from '../port-to-parent.ts';
import { forkChild } from './fork-child.ts';

/** The engine in a Node process of its own, served to the command line: `cli-engine.js DATA_DIR`. */
const [dataDir] = process.argv.slice(2);
const port = portToParent();
if (dataDir === undefined || port === null) {
  throw new Error(
    'The engine is started by the command line, and needs to know where runs are kept.',
  );
}

const startProcess = () => forkChild('fetch-process', []);
serveEngine(createEngine({ dataDir, startProcess }), port, () => port.close());

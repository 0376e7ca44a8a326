import { createEngine, serveEngine } from '#engine/public-api.ts';
import { portToParent } from '../port-to-parent.ts';
import { envProxies } from './env-proxies.ts';
import { forkChild } from './fork-child.ts';
import { openBrowser } from './open-browser.ts';

/** The engine in a Node process of its own, served to the command line: `cli-engine.js DATA_DIR`. */
const [dataDir] = process.argv.slice(2);
const port = portToParent();
if (dataDir === undefined || port === null) {
  throw new Error(
    'The engine is started by the command line, and needs to know where runs are kept.',
  );
}

const startProcess = () => forkChild('fetch-process', []);
const fetch = { findProxies: envProxies(process.env) };
serveEngine(createEngine({ dataDir, startProcess, openRenderHost: openBrowser, fetch }), port, () =>
  port.close(),
);

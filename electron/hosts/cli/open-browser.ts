import { spawn } from 'node:child_process';
import type { OpenRenderHost } from '#engine/public-api.ts';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import { isRenderHostReady } from '#shared/engine-protocol/rendering.ts';
import { browserCommand } from './browser-command.ts';

/** A virtual display and Electron start within seconds; a machine that is busy takes longer. */
const startLimitMs = 90_000;
/** What is kept of standard error, for the sentence if the browser does not start. */
const keptCharacters = 4_000;

/** Starts Trawl's own Electron as the browser of the command line. */
export const openBrowser: OpenRenderHost = async () => startBrowser(await browserCommand());

/** Starts a browser, with a channel to it with which it ends, so that it never outlives the engine. */
export function startBrowser([file = '', ...args]: readonly string[]): Promise<EnginePort> {
  const child = spawn(file, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    // Electron would look for weak settings in every page of strangers, and warn their developers.
    env: { ...process.env, ELECTRON_DISABLE_SECURITY_WARNINGS: 'true' },
    // Ctrl+C in a terminal is for the command line, which still has pages to finish.
    detached: true,
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-keptCharacters);
  });
  const port: EnginePort = {
    postMessage: (message) => child.send(message as object, () => undefined),
    on(event: 'message' | 'close', listener: (message: unknown) => void) {
      if (event === 'message') child.on('message', listener);
      else child.on('exit', () => listener(undefined));
    },
    close: () => {
      if (child.connected) child.disconnect();
    },
  };
  return new Promise((resolve, reject) => {
    const failed = (why: string): void => {
      clearTimeout(deadline);
      port.close();
      reject(new Error(why));
    };
    const deadline = setTimeout(() => failed('the browser did not start in time'), startLimitMs);
    child.on('error', (error) => failed(`the browser did not start: ${error.message}`));
    child.on('exit', (code) =>
      failed(reasonOf(said) ?? `the browser ended while it started, with exit code ${code}`),
    );
    child.once('message', (message) => {
      if (!isRenderHostReady(message)) {
        failed('the browser did not begin as it should');
        return;
      }
      clearTimeout(deadline);
      resolve(port);
    });
  });
}

/** The reason in Chromium's messages that a person can do something about. */
function reasonOf(said: string): string | null {
  if (/without --no-sandbox is not supported|setuid_sandbox|No usable sandbox/i.test(said)) {
    return 'Chromium cannot make its sandbox here; add --no-sandbox in front of the command if you accept that';
  }
  const library = /error while loading shared libraries: ([^\s:]+)/.exec(said)?.[1];
  return library === undefined ? null : `the system library ${library} is not installed`;
}

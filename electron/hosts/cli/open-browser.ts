import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenRenderHost } from '#engine/public-api.ts';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import { isRenderHostReady } from '#shared/engine-protocol/rendering.ts';
import { browserCommand } from './browser-command.ts';

/** A virtual display and Electron start within seconds; a machine that is busy takes longer. */
const startLimitMs = 90_000;

/** Starts Trawl's own Electron as the browser of the command line. */
export const openBrowser: OpenRenderHost = async () => startBrowser(await browserCommand());

/** Starts a browser, with a channel to it with which it ends, so that it never outlives the engine. */
export function startBrowser([file = '', ...args]: readonly string[]): Promise<EnginePort> {
  const words = openWords();
  const child = spawn(file, args, {
    stdio: ['ignore', 'ignore', words.fd ?? 'ignore', 'ipc'],
    serialization: 'advanced',
    // Electron would look for weak settings in every page of strangers, and warn their developers.
    env: { ...process.env, ELECTRON_DISABLE_SECURITY_WARNINGS: 'true' },
    // Ctrl+C in a terminal is for the command line, which still has pages to finish.
    detached: true,
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
      words.close();
      port.close();
      reject(new Error(why));
    };
    const deadline = setTimeout(() => failed('the browser did not start in time'), startLimitMs);
    child.on('error', (error) => failed(`the browser did not start: ${error.message}`));
    child.on('exit', (code) =>
      failed(
        reasonOf(words.read()) ?? `the browser ended while it started, with exit code ${code}`,
      ),
    );
    child.once('message', (message) => {
      if (!isRenderHostReady(message)) {
        failed('the browser did not begin as it should');
        return;
      }
      clearTimeout(deadline);
      words.close();
      resolve(port);
    });
  });
}

/**
 * What the browser says on standard error, for the sentence if it does not start. A file, since a pipe would
 * end with this process: `xvfb-run`, which names how its command ended, would die of that and leave its Xvfb
 * behind. Elsewhere than on Linux nothing that is said there helps a person.
 */
function openWords(): { readonly fd: number | null; read(): string; close(): void } {
  if (process.platform !== 'linux') return { fd: null, read: () => '', close: () => undefined };
  const file = join(tmpdir(), `trawl-browser-${randomUUID()}.txt`);
  const fd = openSync(file, 'wx+', 0o600);
  // Without a name it goes when the last process closes it.
  unlinkSync(file);
  let isOpen = true;
  return {
    fd,
    read: () => {
      if (!isOpen) return '';
      const bytes = Buffer.alloc(mostReadBytes);
      return bytes.toString('utf8', 0, readSync(fd, bytes, 0, mostReadBytes, 0));
    },
    close() {
      if (isOpen) closeSync(fd);
      isOpen = false;
    },
  };
}

const mostReadBytes = 65_536;

/** The reason in Chromium's messages that a person can do something about. */
function reasonOf(said: string): string | null {
  if (/without --no-sandbox is not supported|setuid_sandbox|No usable sandbox/i.test(said)) {
    return 'Chromium cannot make its sandbox here; add --no-sandbox in front of the command if you accept that';
  }
  const library = /error while loading shared libraries: ([^\s:]+)/.exec(said)?.[1];
  return library === undefined ? null : `the system library ${library} is not installed`;
}

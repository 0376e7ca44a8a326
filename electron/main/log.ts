import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { plainLines } from '#shared/plain-text.ts';

export interface Log {
  info(message: string): void;
  error(message: string, error?: unknown): void;
}

const maxLogBytes = 1_000_000;

/**
 * A small log for reports of problems: `main.log` in `folder`, one line for each entry. When it is full it
 * becomes `main.old.log`, so that the two never hold more than twice `maxBytes`. If the log cannot be
 * written, it is given up: it must never cause a problem.
 */
export function openLog(folder: string, maxBytes = maxLogBytes): Log {
  const file = join(folder, 'main.log');
  let bytes = 0;
  let writable = true;
  const guarded = (work: () => void): void => {
    if (!writable) return;
    try {
      work();
    } catch {
      writable = false;
    }
  };
  guarded(() => {
    mkdirSync(folder, { recursive: true });
    bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  });
  const write = (level: string, message: string): void =>
    guarded(() => {
      const shown = plainLines(redact(message)).replaceAll('\n', '\n  ');
      const line = `${new Date().toISOString()} ${level} ${shown}\n`;
      const lineBytes = Buffer.byteLength(line);
      if (bytes + lineBytes > maxBytes) {
        renameSync(file, join(folder, 'main.old.log'));
        bytes = 0;
      }
      appendFileSync(file, line);
      bytes += lineBytes;
    });
  return {
    info: (message) => write('info', message),
    error: (message, error) =>
      write('error', error === undefined ? message : `${message}: ${describe(error)}`),
  };
}

/**
 * Removes names and passwords in URLs, and everything behind a question mark or a number sign: both may be
 * secrets. The text may be hostile; the time is linear in its length.
 */
export function redact(text: string): string {
  return text.replace(fromAuthorityOn, (_match, path: string, query: string | undefined) =>
    query === undefined ? `://${path}` : `://${path}?…`,
  );
}

/**
 * A URL from `://` on: the login, the part that is kept, and the query. The pattern begins at a fixed text
 * and takes all that it has read, so that no part of a text is read from two starts.
 */
const fromAuthorityOn = /:\/\/(?:[^\s/?#]*@)?([^\s?#]*)([?#][^\s"']*)?/g;

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

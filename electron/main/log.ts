import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { plainLines } from '#shared/plain-text.ts';

export interface Log {
  info(message: string): void;
  error(message: string, error?: unknown): void;
}

const maxLogBytes = 1_000_000;

/**
 * A small log for reports of trouble: `main.log` in `folder`, one line an entry. When it is full it
 * becomes `main.old.log`, so that the two never hold more than twice `maxBytes`. A log that cannot
 * be written is given up: it must never be the reason for trouble.
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
      const line = `${new Date().toISOString()} ${level} ${redact(plainLines(message, 4000)).replaceAll('\n', '\n  ')}\n`;
      if (bytes + line.length > maxBytes) {
        renameSync(file, join(folder, 'main.old.log'));
        bytes = 0;
      }
      appendFileSync(file, line);
      bytes += Buffer.byteLength(line);
    });
  return {
    info: (message) => write('info', message),
    error: (message, error) =>
      write('error', error === undefined ? message : `${message}: ${describe(error)}`),
  };
}

/** Names and passwords in URLs, and what follows a question mark: both may be secrets. */
export function redact(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]*@/gi, '$1')
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s?#]*)[?#][^\s"']*/gi, '$1?…');
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

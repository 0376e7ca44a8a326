import { resolve } from 'node:path';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { quoted } from '#shared/plain-text.ts';

/** Parsers for the values of options; the errors name the invalid option. */

export function path(text: string | undefined): string | null {
  return text === undefined ? null : resolve(text);
}

/** A path to write to; null for "-", standard output. */
export function outPath(text: string): string | null {
  return text === '-' ? null : resolve(text);
}

/** @throws TrawlError BAD_INPUT */
export function number(
  name: string,
  text: string | undefined,
  from: number,
  to: number,
): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw wrong(`${name} must be a whole number from ${from} to ${to}, not ${quoted(text)}.`);
}

export function wrong(message: string): TrawlError {
  return new TrawlError('BAD_INPUT', `${message} "trawl --help" shows how.`);
}

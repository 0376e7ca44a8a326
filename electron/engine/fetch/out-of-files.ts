import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import type { buildConnector as connectors } from 'undici';
import { failure } from '#shared/errors/error-codes.ts';
import { ConnectError } from './connect-error.ts';
import type { Sockets } from './sockets.ts';

/** No descriptors left in this process or in the system, or no memory for a socket. */
const shortages: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS']);
/** The time until the system has the descriptors of closed idle connections back. */
const againMs = 50;

/**
 * A connector that distinguishes a lack of descriptors from a failure of the site: it closes idle
 * connections and tries once more, and fails with OUT_OF_SOCKETS if that does not help.
 */
export function withRoom(connect: connectors.connector, sockets: Sockets): connectors.connector {
  const connectOnce: connectors.connector = (target, callback) => {
    if (!sockets.book()) {
      // Called later, as for any connection, since the pool is still in its own call.
      queueMicrotask(() => callback(outOfSockets('too many are open'), null));
      return;
    }
    connect(target, (...result) => {
      const [error, socket] = result;
      // undici's connector passes no socket if it fails.
      if (socket) socket.once('close', () => sockets.closed());
      else sockets.closed();
      if (error === null || !isShortage(error)) callback(...result);
      else callback(outOfSockets(codesOf(error).find((code) => shortages.has(code))), null);
    });
  };
  return (target, callback) =>
    connectOnce(target, (...result) => {
      const [error] = result;
      if (error !== null && isShortage(error) && sockets.makeRoom()) {
        setTimeout(() => connectOnce(target, callback), againMs);
      } else {
        callback(...result);
      }
    });
}

function outOfSockets(why = 'EMFILE'): ConnectError {
  return new ConnectError(failure('OUT_OF_SOCKETS', why));
}

/**
 * Whether a connection failed for lack of descriptors. A look-up that cannot open its own files reports
 * that the name does not exist.
 */
export function isShortage(error: Error): boolean {
  if (error instanceof ConnectError) return error.failure.code === 'OUT_OF_SOCKETS';
  const codes = codesOf(error);
  if (codes.some((code) => shortages.has(code))) return true;
  return codes.some((code) => /^(?:EAI_|ENOTFOUND)/.test(code)) && !canOpenFiles();
}

function canOpenFiles(): boolean {
  try {
    closeSync(openSync(devNull, 'r'));
    return true;
  } catch {
    return false;
  }
}

function codesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const others = error instanceof AggregateError ? error.errors.flatMap(codesOf) : [];
  return [...own, ...others, ...codesOf(error.cause)];
}

import type { Socket } from 'node:net';
import { failure } from '#shared/errors/error-codes.ts';
import { ConnectError } from '../connect-error.ts';

/** More than this is no answer to CONNECT. */
const mostHeadBytes = 65_536;

/**
 * Requests and answers on a socket before HTTP uses it. Bytes after the last answer stay in the socket.
 * Every wait ends with the socket: an error or a close is PROXY_FAILED.
 */
export class Talk {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  write(bytes: Uint8Array | string): void {
    this.#socket.write(bytes);
  }

  /** Exactly `count` bytes. */
  async read(count: number): Promise<Buffer> {
    for (;;) {
      const bytes = this.#socket.read(count) as Buffer | null;
      if (bytes !== null && bytes.byteLength === count) return bytes;
      await this.#readable();
    }
  }

  /** Up to the blank line after the headers, which is included. */
  async readHead(): Promise<string> {
    let head = Buffer.alloc(0);
    for (;;) {
      const bytes = this.#socket.read() as Buffer | null;
      if (bytes === null) {
        await this.#readable();
        continue;
      }
      head = Buffer.concat([head, bytes]);
      const end = head.indexOf('\r\n\r\n');
      if (end >= 0) {
        const rest = head.subarray(end + 4);
        if (rest.byteLength > 0) this.#socket.unshift(rest);
        return head.toString('latin1', 0, end);
      }
      if (head.byteLength > mostHeadBytes) {
        throw new ConnectError(failure('PROXY_FAILED', 'its answer is not valid HTTP'));
      }
    }
  }

  #readable(): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      const over = (then: () => void) => (): void => {
        for (const [event, listener] of listeners) socket.off(event, listener);
        then();
      };
      const broke = (): void =>
        reject(new ConnectError(failure('PROXY_FAILED', 'the connection to it broke off')));
      const listeners = [
        ['readable', over(resolve)],
        ['end', over(broke)],
        ['close', over(broke)],
        ['error', over(broke)],
      ] as const;
      if (socket.destroyed || socket.readableEnded) broke();
      else for (const [event, listener] of listeners) socket.on(event, listener);
    });
  }
}

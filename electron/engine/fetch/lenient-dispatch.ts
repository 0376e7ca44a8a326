import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { buildConnector, Dispatcher } from 'undici';
import { plainHost } from '../addresses/plain-host.ts';
import type { Exchange } from './exchange.ts';
import { Http1Reader } from './http1-reader.ts';

/**
 * A GET on a connection of its own, read by `Http1Reader`: for answers that undici refuses and browsers
 * accept. It calls the exchange in the same way as undici.
 *
 * @param takesUnended see `Http1Reader`
 */
export function dispatchLeniently(
  connect: buildConnector.connector,
  request: Dispatcher.DispatchOptions & { readonly headers: Readonly<Record<string, string>> },
  exchange: Exchange,
  takesUnended: boolean,
): void {
  const url = new URL(request.path, request.origin);
  let socket: Socket | null = null;
  let aborted = false;
  const controller = {
    aborted: false,
    paused: false,
    reason: null,
    // The exchange never pauses.
    pause: () => undefined,
    resume: () => undefined,
    abort(): void {
      aborted = true;
      socket?.destroy();
    },
  } satisfies Dispatcher.DispatchController;
  const fail = (error: Error): void => {
    socket?.destroy();
    exchange.onResponseError(controller, error);
  };
  const target: buildConnector.Options = {
    hostname: plainHost(url.hostname),
    host: url.host,
    protocol: url.protocol,
    port: url.port,
  };
  connect(target, (error, connected) => {
    if (error !== null || connected === null) {
      fail(error ?? new Error('no connection'));
      return;
    }
    socket = connected;
    if (aborted) {
      connected.destroy();
      return;
    }
    const events = {
      onHead: (status: number, headers: IncomingHttpHeaders) =>
        exchange.onResponseStart(controller, status, headers),
      onData: (bytes: Uint8Array) => exchange.onResponseData(controller, Buffer.from(bytes)),
      onEnd(isWhole: boolean) {
        connected.destroy();
        if (isWhole) exchange.onResponseEnd();
        else exchange.endUnended();
      },
    };
    const reader = new Http1Reader(events, takesUnended);
    const guarded = (read: () => void): void => {
      try {
        read();
      } catch (problem) {
        fail(problem instanceof Error ? problem : new Error(String(problem)));
      }
    };
    connected.on('data', (bytes: Buffer) => guarded(() => reader.push(bytes)));
    connected.on('end', () => guarded(() => reader.close()));
    connected.on('error', fail);
    exchange.onRequestStart(controller);
    connected.write(head(request.path, url.host, request.headers), 'latin1');
  });
}

function head(path: string, host: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ host, ...headers, connection: 'close' });
  const fields = lines.map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${fields.join('')}\r\n`;
}

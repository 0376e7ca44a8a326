import type { Socket } from 'node:net';
import type { HostileCase } from './hostile-case.ts';
import type { Speaker, WireRequest } from './hostile-site.ts';

type Serve = HostileCase['serve'];

/** The treatment of the connection after the answer is written. */
export type Then = 'end' | 'keep' | 'hold' | 'reset';

/**
 * Answers every request with these bytes. `keep`: the connection may be used again; `hold`: it stays open,
 * and nothing more is sent.
 */
export function bytes(what: Bytes | ((request: WireRequest) => Bytes), then: Then = 'end'): Serve {
  return speaks((socket, request) => {
    send(socket, typeof what === 'function' ? what(request) : what, then);
  });
}

type Bytes = string | Uint8Array;

export function send(socket: Socket, what: Bytes, then: Then = 'end'): void {
  socket.write(what, () => {
    if (then === 'end') socket.end();
    // Delayed, since an immediate reset could overtake the written bytes.
    if (then === 'reset') setTimeout(() => socket.resetAndDestroy(), 50);
  });
}

export function speaks(speaker: Speaker): Serve {
  return async (site, name) => `http://127.0.0.1:${await site.speak(speaker)}/${slug(name)}`;
}

/** Passes the connection on before a byte is read. */
export function accepts(onConnection: (socket: Socket) => void, scheme = 'http'): Serve {
  return async (site, name) => {
    const port = await site.accept(onConnection);
    return `${scheme}://127.0.0.1:${port}/${slug(name)}`;
  };
}

export function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

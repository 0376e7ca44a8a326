import { connect, createServer, type Socket } from 'node:net';
import type { TestProxy } from './http-proxy.ts';
import { listening } from './listening.ts';

export interface Socks5Options {
  readonly login?: { readonly user: string; readonly password: string };
  /** The reply to every request (RFC 1928, section 6); 0 connects. */
  readonly reply?: number;
}

/** A SOCKS5 proxy (RFC 1928, RFC 1929) on raw sockets. Every name leads to this machine. */
export async function startSocks5Proxy(options: Socks5Options = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createServer((socket) => {
    const read = reader(socket);
    const talk = async (): Promise<void> => {
      const [, count = 0] = await read(2);
      const methods = [...(await read(count))];
      const method = options.login === undefined ? 0 : 2;
      socket.write(Uint8Array.from([5, methods.includes(method) ? method : 0xff]));
      if (!methods.includes(method)) return void socket.end();
      if (options.login !== undefined) {
        const text = async () => (await read((await read(1))[0] ?? 0)).toString('utf8');
        await read(1);
        const [user, password] = [await text(), await text()];
        const right = user === options.login.user && password === options.login.password;
        socket.write(Uint8Array.from([1, right ? 0 : 1]));
        if (!right) return void socket.end();
      }
      const [, , , kind] = await read(4);
      const host =
        kind === 3
          ? (await read((await read(1))[0] ?? 0)).toString('latin1')
          : (await read(kind === 1 ? 4 : 16)).join('.');
      const port = (await read(2)).readUInt16BE();
      asked.push(`${kind} ${host}:${port}`);
      const reply = options.reply ?? 0;
      // Bound to a name of three letters: a client that reads a fixed length fails.
      const bound = Buffer.from([5, reply, 0, 3, 3, 0x61, 0x2e, 0x62, 0, 80]);
      if (reply !== 0) return void socket.end(bound);
      const site = connect(port, '127.0.0.1', () => {
        socket.write(bound);
        socket.pipe(site);
        site.pipe(socket);
      });
      site.on('error', () => socket.destroy());
      socket.on('close', () => site.destroy());
    };
    talk().catch(() => socket.destroy());
  });
  return { asked, ...(await listening(server)) };
}

/** Reads exactly this many bytes at a time. */
function reader(socket: Socket): (count: number) => Promise<Buffer> {
  return async (count) => {
    for (;;) {
      const bytes = count === 0 ? Buffer.alloc(0) : (socket.read(count) as Buffer | null);
      if (bytes !== null) return bytes;
      await new Promise<void>((resolve, reject) => {
        socket.once('readable', resolve);
        socket.once('close', () => reject(new Error('closed')));
      });
    }
  };
}

import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type Listening, listening } from './listening.ts';

export interface HttpProxyOptions {
  /** The `user:password` that it requires. */
  readonly login?: string;
  /** The proxy itself uses TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Answers every request with this status, after reading it. */
  readonly refuses?: () => number | null;
  /** Ends every tunnel after this many bytes from the site. */
  readonly diesAfterBytes?: number;
  /** By default any free port. */
  readonly port?: number;
  /** Reads the request and never answers. */
  readonly silent?: boolean;
  /** The port of this machine to which every connection leads; by default the requested one. */
  readonly leadsTo?: number;
}

export interface TestProxy extends Listening {
  /** Request lines, or targets, in the order in which they came. */
  readonly asked: readonly string[];
}

/**
 * A forward proxy on raw sockets: CONNECT, and absolute-form for plain http (RFC 9112, 3.2.2). Every
 * requested name leads to this machine. A finished connection leaves nothing behind.
 */
export async function startHttpProxy(options: HttpProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const serve = (socket: Socket): void => {
    let head = Buffer.alloc(0);
    const onData = (bytes: Buffer): void => {
      head = Buffer.concat([head, bytes]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', onData);
      answer(socket, head.toString('latin1', 0, end), head.subarray(end + 4));
    };
    socket.on('data', onData);
  };

  const answer = (socket: Socket, head: string, rest: Buffer): void => {
    const [line = '', ...fields] = head.split('\r\n');
    const [method = '', target = ''] = line.split(' ');
    asked.push(`${method} ${target}`);
    if (options.silent === true) return;
    const given = fields.find((field) => /^proxy-authorization:/i.test(field));
    const wanted = options.login && `Basic ${Buffer.from(options.login).toString('base64')}`;
    const refused = options.refuses?.() ?? null;
    if (wanted !== undefined && given?.replace(/^[^:]*:\s*/, '') !== wanted) {
      refuse(socket, 407);
    } else if (refused !== null) refuse(socket, refused);
    else if (method === 'CONNECT') {
      join(socket, Number(target.split(':').at(-1)), () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        return rest;
      });
    } else {
      const url = new URL(target);
      const own = fields.filter((field) => !/^(?:proxy-|connection:)/i.test(field));
      const path = `${url.pathname}${url.search}`;
      const onward = [`${method} ${path} HTTP/1.1`, ...own, 'Connection: close', '', ''];
      join(socket, options.leadsTo ?? Number(url.port || 80), () =>
        Buffer.from(onward.join('\r\n'), 'latin1'),
      );
    }
  };

  const join = (socket: Socket, port: number, begin: () => Buffer): void => {
    const site = connect(port, '127.0.0.1', () => {
      site.write(begin());
      let left = options.diesAfterBytes ?? Number.POSITIVE_INFINITY;
      socket.pipe(site);
      site.on('data', (bytes: Buffer) => {
        left -= bytes.byteLength;
        if (left > 0) socket.write(bytes);
        else void proxy.close();
      });
    });
    site.on('end', () => socket.end());
    site.on('error', () => refuse(socket, 502));
    socket.on('close', () => site.destroy());
  };

  const server: Server = options.tls ? createTlsServer(options.tls, serve) : createServer(serve);
  const proxy = { asked, ...(await listening(server, options.port)) };
  return proxy;
}

function refuse(socket: Socket, status: number): void {
  socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno`);
}

import { Worker } from 'node:worker_threads';
import { answer, type HostileCase } from './hostile-case.ts';
import type { HostileSite } from './hostile-site.ts';
import { accepts, bytes, slug, speaks } from './serve.ts';

export const waitingCases: readonly HostileCase[] = [
  {
    name: 'connect never completes',
    serve: async (site, name) => `http://127.0.0.1:${await neverAccepts(site)}/${slug(name)}`,
    expect: { code: 'CONNECT_TIMEOUT', status: null, ends: 'limit' },
    copies: 4,
  },
  {
    name: 'TLS handshake stalls',
    serve: accepts(() => undefined, 'https'),
    expect: { code: 'CONNECT_TIMEOUT', status: null, ends: 'limit' },
    copies: 4,
  },
  {
    name: 'headers never come',
    serve: speaks(() => undefined),
    expect: { code: 'HEADERS_TIMEOUT', status: null, ends: 'limit' },
    copies: 4,
  },
  {
    name: 'headers stop in the middle',
    serve: bytes('HTTP/1.1 200 OK\r\nContent-Ty', 'hold'),
    expect: { code: 'HEADERS_TIMEOUT', status: null, ends: 'limit' },
    copies: 4,
  },
  {
    name: 'body pauses',
    serve: bytes(answer('<h1>abc', ['Content-Length: 1000']), 'hold'),
    expect: { code: 'BODY_TIMEOUT', status: 200, ends: 'limit' },
    copies: 4,
  },
  {
    name: 'body drips for ever',
    serve: speaks((socket) => {
      socket.write(answer('<h1>', ['Content-Length: 1000000']));
      const drip = setInterval(() => socket.write('x'), 100);
      socket.on('close', () => clearInterval(drip));
    }),
    expect: { code: 'TOTAL_TIMEOUT', status: 200, ends: 'limit' },
    copies: 4,
  },
  {
    name: 'endless body',
    serve: speaks((socket) => {
      socket.write(answer('', ['Transfer-Encoding: chunked']));
      const block = Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`);
      const pump = (): void => {
        while (!socket.destroyed && socket.write(block));
      };
      socket.on('drain', pump);
      pump();
    }),
    expect: { code: 'TOO_LARGE', sentence: /larger than the size limit \(4 MB\)/, status: 200 },
  },
  {
    name: 'endless body of a 404',
    serve: speaks((socket) => {
      socket.write(answer('', ['Transfer-Encoding: chunked'], 'HTTP/1.1 404 Not Found'));
      const drip = setInterval(() => socket.write(`1000\r\n${'x'.repeat(4096)}\r\n`), 5);
      socket.on('close', () => clearInterval(drip));
    }),
    expect: { code: 'HTTP_404', status: 404, said: /^x{200}…$/ },
  },
  {
    name: 'DNS hangs',
    serve: (site, name) => `http://${site.name('hangs.test', 'hangs')}/${slug(name)}`,
    expect: { code: 'DNS_TIMEOUT', status: null, ends: 'limit' },
    copies: 4,
  },
];

/**
 * A port whose connections are never accepted: a thread listens and then sleeps, and its queue is filled. The
 * kernel leaves further connections without an answer.
 */
export async function neverAccepts(site: HostileSite, address = '127.0.0.1'): Promise<number> {
  const sleeper = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const server = require('node:net').createServer();
     server.listen({ port: 0, host: workerData, backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     });`,
    { eval: true, workerData: address },
  );
  site.onClose(() => sleeper.terminate());
  const port = await new Promise<number>((resolve) => sleeper.once('message', resolve));
  await site.fillQueue(port, address);
  return port;
}

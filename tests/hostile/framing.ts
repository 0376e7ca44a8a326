import { gzipSync } from 'node:zlib';
import { answer, type HostileCase, pageOf } from './hostile-case.ts';
import { accepts, bytes, send, speaks } from './serve.ts';

/** A page whose heading is the name of the case, answered with these header lines. */
function page(headers: readonly string[], statusLine?: string): HostileCase['serve'] {
  return (site, name) => bytes(answer(pageOf(name), headers, statusLine))(site, name);
}

const chunked = (...chunks: string[]): Buffer =>
  answer(chunks.join(''), ['Transfer-Encoding: chunked']);

export const framingCases: readonly HostileCase[] = [
  // Cut short
  {
    name: 'Content-Length longer than the body',
    serve: bytes(answer('<h1>short', ['Content-Length: 1000'])),
    expect: { code: 'TRUNCATED', status: 200 },
  },
  {
    name: 'chunked body cut short',
    serve: bytes(chunked('5\r\nhel')),
    expect: { code: 'TRUNCATED', status: 200 },
  },
  {
    name: 'chunked body without its last chunk',
    serve: bytes(chunked('e\r\n<h1>hello</h1>\r\n')),
    expect: { code: 'page', title: 'hello', notes: ['UNENDED'] },
  },
  {
    name: 'RST in mid-body',
    serve: bytes(answer('<h1>short', ['Content-Length: 1000']), 'reset'),
    // A busy system may report the reset to another reader and then an ordinary end.
    expect: { code: 'CONNECTION_RESET', or: 'TRUNCATED', status: 200 },
  },
  {
    name: 'RST before the headers',
    serve: speaks((socket) => socket.resetAndDestroy()),
    expect: { code: 'CONNECTION_RESET', or: 'EMPTY_REPLY', status: null },
  },
  {
    name: 'FIN before any byte',
    serve: speaks((socket) => socket.end()),
    expect: { code: 'EMPTY_REPLY', status: null },
  },
  {
    name: 'FIN before the request',
    serve: accepts((socket) => socket.end()),
    expect: { code: 'EMPTY_REPLY', status: null },
  },
  {
    name: 'FIN in the middle of the headers',
    serve: bytes('HTTP/1.1 200 OK\r\nContent-Ty'),
    expect: { code: 'EMPTY_REPLY', status: null },
  },
  // Not HTTP
  {
    name: 'bad chunk size',
    serve: bytes(chunked('zz\r\nhello\r\n0\r\n\r\n')),
    expect: { code: 'PROTOCOL', sentence: /chunk size/i },
  },
  {
    name: 'overflowing chunk size',
    serve: bytes(chunked('fffffffffffffffff\r\nhello\r\n0\r\n\r\n')),
    expect: { code: 'PROTOCOL', sentence: /chunk size/i },
  },
  {
    name: 'negative Content-Length',
    serve: bytes(answer('hello', ['Content-Length: -5'])),
    expect: { code: 'page', title: '' },
  },
  {
    name: 'junk Content-Length',
    serve: bytes(answer('hello', ['Content-Length: five'])),
    expect: { code: 'page', title: '' },
  },
  {
    name: 'overflowing Content-Length',
    serve: bytes(answer('hello', ['Content-Length: 99999999999999999999'])),
    expect: { code: 'page', title: '' },
  },
  {
    name: 'two Content-Lengths that differ',
    serve: bytes(answer('hello', ['Content-Length: 3', 'Content-Length: 5'])),
    expect: { code: 'PROTOCOL', sentence: /Content-Length/i },
  },
  {
    name: 'NUL in a header',
    serve: bytes(answer(pageOf('x'), ['X-Odd: a\0b'])),
    expect: { code: 'PROTOCOL', sentence: /header/i },
  },
  {
    name: 'header line without a colon',
    serve: bytes(answer(pageOf('x'), ['this is no header'])),
    expect: { code: 'page', title: 'x' },
  },
  {
    name: 'HTTP/0.9',
    serve: bytes(pageOf('x')),
    expect: { code: 'PROTOCOL', sentence: /does not begin with HTTP/i },
  },
  {
    name: 'an endless header',
    serve: speaks((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nX-Long: ');
      const block = Buffer.alloc(16_384, 'x');
      const pump = (): void => {
        while (!socket.destroyed && socket.write(block));
      };
      socket.on('drain', pump);
      pump();
    }),
    expect: { code: 'PROTOCOL', sentence: /headers are too long/ },
  },
  // Accepted, as in browsers
  {
    name: 'body longer than Content-Length',
    serve: bytes(
      Buffer.concat([answer(pageOf('body longer than Content-Length')), Buffer.from('XXXX')]),
    ),
    expect: { code: 'page' },
  },
  {
    name: 'two equal Content-Lengths',
    serve: (site, name) => {
      const length = `Content-Length: ${pageOf(name).length}`;
      return page([length, length])(site, name);
    },
    expect: { code: 'page' },
  },
  {
    name: 'Content-Length with chunked',
    serve: (site, name) => {
      const html = pageOf(name);
      const body = `${html.length.toString(16)}\r\n${html}\r\n0\r\n\r\n`;
      const headers = ['Content-Length: 7', 'Transfer-Encoding: chunked'];
      return bytes(answer(body, headers))(site, name);
    },
    expect: { code: 'page' },
  },
  {
    name: '204 with Content-Length',
    serve: bytes(answer('', ['Content-Length: 5'], 'HTTP/1.1 204 No Content'), 'keep'),
    expect: { code: 'page', title: '', notes: ['EMPTY'], status: 204 },
  },
  {
    name: '304 with Content-Length',
    serve: bytes(answer('', ['Content-Length: 5'], 'HTTP/1.1 304 Not Modified'), 'keep'),
    expect: { code: 'page', title: '', notes: ['EMPTY'], status: 304 },
  },
  {
    name: '1xx before 200',
    serve: (site, name) =>
      bytes(
        Buffer.concat([
          Buffer.from(
            'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n',
          ),
          answer(pageOf(name)),
        ]),
      )(site, name),
    expect: { code: 'page', status: 200 },
  },
  {
    name: '100 Continue before 200, unasked',
    serve: (site, name) =>
      bytes(Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), answer(pageOf(name))]))(
        site,
        name,
      ),
    expect: { code: 'page', status: 200 },
  },
  {
    name: 'status 999',
    serve: page([], 'HTTP/1.1 999 Denied'),
    expect: { code: 'page', status: 999 },
  },
  { name: 'no reason phrase', serve: page([], 'HTTP/1.1 200'), expect: { code: 'page' } },
  {
    name: 'header block of 20 KiB',
    serve: page(Array.from({ length: 20 }, (_, i) => `X-Long-${i}: ${'x'.repeat(1010)}`)),
    expect: { code: 'page' },
  },
  {
    name: 'HTTP/1.0 without a length',
    serve: (site, name) =>
      bytes(`HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n${pageOf(name)}`)(site, name),
    expect: { code: 'page' },
  },
  {
    name: 'bare-LF header lines',
    serve: (site, name) =>
      bytes(answer(pageOf(name)).toString('latin1').replaceAll('\r\n', '\n'))(site, name),
    expect: { code: 'page' },
  },
  {
    name: 'a byte at a time',
    serve: (site, name) =>
      speaks(async (socket) => {
        // On a busy machine, a turn of the event loop for each byte takes longer than the time limit of a
        // page.
        const patienceEndsMs = performance.now() + 1000;
        for (const byte of answer(pageOf(name))) {
          socket.write(Buffer.of(byte));
          if (performance.now() < patienceEndsMs) await new Promise(setImmediate);
        }
      })(site, name),
    expect: { code: 'page' },
  },
  {
    name: 'unasked bytes on an idle connection',
    serve: (site, name) =>
      speaks((socket, request) => {
        send(socket, answer(pageOf(name)), 'keep');
        const evil = answer(pageOf(`not for you: ${request.path}`));
        setTimeout(() => socket.writable && socket.write(evil), 20);
      })(site, name),
    expect: { code: 'page' },
  },
  {
    name: 'an answer too many in one piece',
    serve: (site, name) =>
      bytes(Buffer.concat([answer(pageOf(name)), answer(pageOf('not for you'))]), 'keep')(
        site,
        name,
      ),
    expect: { code: 'page' },
  },
  {
    name: 'gzip with Connection: close under load',
    serve: (site, name) => {
      const body = gzipSync(pageOf(name) + '<p>x'.repeat(20_000));
      return bytes(answer(body, ['Content-Encoding: gzip', 'Connection: close']))(site, name);
    },
    expect: { code: 'page' },
    copies: 200,
  },
];

import { randomBytes } from 'node:crypto';
import { answer, type HostileCase, pageOf } from './hostile-case.ts';
import { bytes } from './serve.ts';

const html = (body: string | Uint8Array, type = 'text/html; charset=utf-8'): HostileCase['serve'] =>
  bytes(answer(body, [`Content-Type: ${type}`]), 'keep');

const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  randomBytes(5000),
]);

export const documentCases: readonly HostileCase[] = [
  {
    name: '50 MB of HTML',
    serve: (site, name) => html(pageOf(name) + '<p>x</p>\n'.repeat(5_000_000))(site, name),
    expect: { code: 'TOO_LARGE', sentence: /4 MB/ },
    copies: 2,
  },
  {
    name: 'nested elements without end',
    serve: (site, name) => html(`${'<div>'.repeat(400_000)}${pageOf(name)}`)(site, name),
    expect: { code: 'page' },
    copies: 2,
  },
  {
    name: 'nested tables without end',
    serve: (site, name) => html(`${'<table>'.repeat(100_000)}${pageOf(name)}`)(site, name),
    // Content of a table outside of a cell is moved out of it, which takes a tree, and a second.
    expect: { code: 'page', or: 'PARSE_TIMEOUT' },
    copies: 2,
  },
  {
    name: 'nested XML without end',
    serve: (site, name) =>
      html(`<h1>${name}</h1>${'<div>'.repeat(400_000)}`, 'application/xml')(site, name),
    expect: { code: 'TOO_DEEP' },
    copies: 2,
  },
  {
    name: '50,000 attributes on one tag',
    serve: (site, name) => {
      const attributes = Array.from({ length: 50_000 }, (_, i) => `a${i}=${i}`).join(' ');
      return html(`${pageOf(name)}<p ${attributes}>x</p>`)(site, name);
    },
    expect: { code: 'page' },
    copies: 2,
  },
  {
    name: 'PDF as text/html',
    serve: html(Buffer.concat([Buffer.from('%PDF-1.7\n%\xe2\xe3\n', 'latin1'), randomBytes(5000)])),
    expect: { code: 'NOT_HTML', status: 200 },
  },
  { name: 'image as text/html', serve: html(png), expect: { code: 'NOT_HTML' } },
  {
    name: 'random bytes as text/html',
    serve: html(randomBytes(20_000)),
    expect: { code: 'NOT_HTML' },
  },
  { name: 'image as what it is', serve: html(png, 'image/png'), expect: { code: 'NOT_HTML' } },
  {
    name: 'JSON',
    serve: html('{"h1": "<h1>no</h1>"}', 'application/json'),
    expect: { code: 'page', title: '' },
  },
  {
    name: 'XML',
    serve: html('<?xml version="1.0"?><list><h1>in XML</h1></list>', 'application/xml'),
    expect: { code: 'page', title: 'in XML' },
  },
  {
    name: 'RSS',
    serve: html('<rss><channel><h1>in RSS</h1></channel></rss>', 'application/rss+xml'),
    expect: { code: 'page', title: 'in RSS' },
  },
  {
    name: 'no html element',
    serve: (site, name) => html(`<h1>${name}`)(site, name),
    expect: { code: 'page' },
  },
  {
    name: 'frameset',
    serve: (site, name) =>
      html(`<html><frameset><frame src=a></frameset><noframes><h1>${name}</h1></noframes>`)(
        site,
        name,
      ),
    expect: { code: 'page', title: /^(frameset)?$/ },
  },
  {
    name: 'h1 in a template',
    serve: html('<template><h1>inside</h1></template><h1 id=a>outside</h1><h1 id=a>again</h1>'),
    expect: { code: 'page', title: /inside|outside/ },
  },
  {
    name: 'NUL in the text',
    serve: html('<h1>a\0b</h1>'),
    expect: { code: 'page', title: 'ab' },
  },
  {
    name: 'a character split over two chunks',
    serve: (site, name) => {
      const body = Buffer.from(pageOf('Grüße 日本語'));
      const at = body.indexOf(0xc3) + 1;
      const piece = (part: Buffer): Buffer =>
        Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]);
      return bytes(
        Buffer.concat([
          answer('', ['Content-Type: text/html; charset=utf-8', 'Transfer-Encoding: chunked']),
          piece(body.subarray(0, at)),
          piece(body.subarray(at)),
          Buffer.from('0\r\n\r\n'),
        ]),
      )(site, name);
    },
    expect: { code: 'page', title: 'Grüße 日本語' },
  },
];

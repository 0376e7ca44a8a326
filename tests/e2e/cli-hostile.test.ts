import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, runWords } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';

/** Job files, lists and answers from strangers, and the part of them that is printed to the terminal. */

const folder = folderForTests();
const surroundings = { dataFolder: join(folder, 'data') };

/** Text that would clear the screen, set the title, reverse the direction of text, and be very long. */
const hostile = `\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e\u2028\r${'A'.repeat(300_000)}`;
const acting = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const mostCharacters = 15_000;

let server: Server;
let origin = '';
beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const markup = `<title>\u001b[2J${hostile}</title><h1>\u001b[2J\u202eTitle</h1>`;
    if (url === '/moved') response.writeHead(302, { location: `http://[${'A'.repeat(10_000)}` });
    else
      response.writeHead(url === '/' ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(markup);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function fileOf(name: string, content: unknown): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

function expectPlain({ stdout, stderr }: Ended): void {
  expect(stderr.length + stdout.length).toBeLessThan(mostCharacters);
  for (const line of `${stderr}${stdout}`.split('\n')) expect(line).not.toMatch(acting);
}

const field = { name: 'title', css: 'h1' };
const job = { version: 2, name: 'Job', urls: ['https://a.example'], fields: [field] };

describe('the command line', () => {
  it.each([
    ['a key', { ...job, [hostile]: 1 }, 'is not a key'],
    [
      'a thousand keys',
      { ...job, ...Object.fromEntries([...Array(1000).keys()].map((key) => [`k${key}`, 1])) },
      'And 980 more.',
    ],
    ['a key of a header', { ...job, options: { headers: { [hostile]: 'x' } } }, 'options.headers'],
    ['the name', { ...job, name: hostile }, 'name: '],
    ['a selector', { ...job, fields: [{ ...field, css: `h1[${hostile}` }] }, 'fields[0].css'],
    [
      'a pseudo-class',
      { ...job, fields: [{ ...field, css: `h1:${'a'.repeat(9000)}` }] },
      'fields[0].css',
    ],
    [
      'a position',
      { ...job, fields: [{ ...field, css: `h1:nth-child(${hostile.slice(0, 9000)})` }] },
      'fields[0].css',
    ],
    [
      'an expression',
      { ...job, fields: [{ ...field, clean: [{ match: `(${hostile.slice(0, 900)}` }] }] },
      'regular expression',
    ],
    [
      'two names',
      { ...job, fields: [0, 1].map(() => ({ ...field, name: hostile.slice(0, 90) })) },
      'already the name',
    ],
    ['the name of its list', { ...job, urls: { file: hostile.slice(0, 900) } }, 'urls.file'],
    ['broken JSON', `{"name": ${hostile}`, 'This is not JSON'],
  ])('shows the problem of a job without acting on its text: %s', async (_, content, sentence) => {
    const file = await fileOf('hostile.json', content);
    for (const word of ['validate', 'run']) {
      const ended = await runWords([word, file], surroundings);
      expect(ended.code).toBe(2);
      expect(ended.stderr).toContain(sentence);
      expectPlain(ended);
    }
  });

  it('shows words without acting on them', async () => {
    const text = hostile.slice(0, 60_000);
    for (const words of [
      [text],
      ['export', text],
      ['run', text],
      ['runs', text],
      ['lab', text],
      [`--${text}`],
    ]) {
      const ended = await runWords(words, surroundings);
      expect(ended.code).toBe(2);
      expectPlain(ended);
    }
  });

  it('shows what came of lines, hosts and answers without acting on them', async () => {
    const lines = [
      hostile,
      `https://${hostile}/`,
      `javascript${'a'.repeat(9000)}:x`,
      `https://a:${'9'.repeat(9000)}`,
    ];
    const pages = ['', 'missing', 'moved'].map((path) => `${origin}/${path}`);
    const name = hostile.slice(0, 150);
    const options = { retries: 0, headers: { 'x-a': 'b' } };
    const file = await fileOf('lines.json', { ...job, name, urls: [...lines, ...pages], options });
    const out = join(folder, 'out.csv');
    const ended = await runWords(['run', file, '--out', out], surroundings);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('1 of ');
    expectPlain(ended);
    expectPlain(await runWords(['runs'], surroundings));
  });

  it('names a column that is missing, and those that are there', async () => {
    const list = join(folder, 'list.csv');
    await writeFile(list, `url,"${hostile}"\nhttps://a.example,x\n`);
    const urls = { file: 'list.csv', column: hostile.slice(0, 900) };
    const ended = await runWords(
      ['run', await fileOf('column.json', { ...job, urls })],
      surroundings,
    );
    expect(ended.stderr).toContain('The list has no column "␛[2J');
    expectPlain(ended);
  });
});

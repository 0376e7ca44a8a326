import type { WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { commands } from '#shared/ipc/contract.ts';
import { isCommand } from '#shared/ipc/names.ts';
import { type Handlers, isTrustedSender, registerHandlers } from './register-handlers.ts';

const origin = 'app://trawl';
type Frame = NonNullable<Parameters<typeof isTrustedSender>[0]['senderFrame']>;

function page(url: string) {
  const mainFrame = { url } as Frame;
  const contents = { mainFrame } as WebContents;
  return { contents, mainFrame };
}

describe('trusted senders', () => {
  it('are the top frame of our window at our origin', () => {
    const { contents, mainFrame } = page('app://trawl/index.html');
    const event = { sender: contents, senderFrame: mainFrame };
    expect(isTrustedSender(event, { webContents: contents }, origin)).toBe(true);
  });

  it.each([
    'https://evil.example/',
    'app://trawl.evil/',
    'app://trawler/',
    'file:///etc/passwd',
    '',
  ])('are not pages at %j', (url) => {
    const { contents, mainFrame } = page(url);
    const event = { sender: contents, senderFrame: mainFrame };
    expect(isTrustedSender(event, { webContents: contents }, origin)).toBe(false);
  });

  it('are no inner frames, other windows or frames that are gone', () => {
    const { contents, mainFrame } = page('app://trawl/index.html');
    const other = page('app://trawl/index.html');
    const window = { webContents: contents };
    expect(
      isTrustedSender({ sender: contents, senderFrame: other.mainFrame }, window, origin),
    ).toBe(false);
    expect(
      isTrustedSender({ sender: other.contents, senderFrame: other.mainFrame }, window, origin),
    ).toBe(false);
    expect(isTrustedSender({ sender: contents, senderFrame: null }, window, origin)).toBe(false);
    expect(isTrustedSender({ sender: contents, senderFrame: mainFrame }, null, origin)).toBe(false);
  });
});

function setUp(handlers: Partial<Handlers>, trusted = true) {
  type Listener = (event: never, params: unknown) => Promise<unknown>;
  const channels = new Map<string, Listener>();
  const logged: string[] = [];
  registerHandlers(
    { handle: (channel, listener) => channels.set(channel, listener as Listener) },
    Promise.resolve(handlers as Handlers),
    () => trusted,
    { info: () => undefined, error: (message) => logged.push(message) },
  );
  const send = (command: string, params: unknown) =>
    channels.get(command)?.(undefined as never, params);
  return { channels, send, logged };
}

describe('registerHandlers', () => {
  it('registers the whole contract and nothing else', () => {
    const { channels } = setUp({});
    expect([...channels.keys()].sort()).toEqual(Object.keys(commands).sort());
    expect([...channels.keys()].every(isCommand)).toBe(true);
  });

  it('answers with the value', async () => {
    const { send } = setUp({ 'jobs.list': () => [] });
    expect(await send('jobs.list', {})).toEqual({ ok: true, value: [] });
  });

  it('does nothing for a sender that is not trusted', async () => {
    let called = false;
    const { send } = setUp(
      {
        'jobs.list': () => {
          called = true;
          return [];
        },
      },
      false,
    );
    expect(await send('jobs.list', {})).toMatchObject({
      ok: false,
      error: { code: 'BAD_MESSAGE' },
    });
    expect(called).toBe(false);
  });

  it.each([
    ['jobs.get', { jobId: '../../etc' }],
    ['jobs.get', { jobId: 'abcd', extra: 1 }],
    ['jobs.get', undefined],
    ['run.start', null],
    ['list.read', { jobId: 'abcd', offset: -1 }],
    ['export.reveal', { file: '' }],
  ])('refuses %s with %j', async (command, params) => {
    const { send, logged } = setUp({});
    expect(await send(command, params)).toMatchObject({
      ok: false,
      error: { code: 'BAD_MESSAGE' },
    });
    expect(logged).toEqual([command]);
  });

  it('answers with what a handler throws, as data', async () => {
    const { send, logged } = setUp({
      'jobs.get': () => {
        throw new TrawlError('NOT_FOUND', 'This job is not there any more.');
      },
      'jobs.create': () => Promise.reject(new Error('boom')),
    });
    expect(await send('jobs.get', { jobId: 'abcd' })).toEqual({
      ok: false,
      error: { code: 'NOT_FOUND', message: 'This job is not there any more.', retryable: false },
    });
    expect(await send('jobs.create', {})).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(logged).toEqual(['jobs.create']);
  });
});

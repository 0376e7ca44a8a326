import { expect, it } from 'vitest';
import type { HostReply } from '#shared/engine-protocol/host-services.ts';
import { type AskingEngine, serveHostServices } from './host-services.ts';

function engine() {
  const replies: HostReply[] = [];
  const troubles: string[] = [];
  let say = (_message: unknown): void => undefined;
  const asking: AskingEngine = {
    on(event: 'message' | 'exit', listener: (message: unknown) => void) {
      if (event === 'message') say = listener;
    },
    postMessage: (reply) => replies.push(reply),
  };
  serveHostServices(
    asking,
    {
      startProcess: () => {
        throw new Error('asked');
      },
      resolveProxy: async () => 'PROXY p:1',
      openChannel: () => {
        throw new Error('asked');
      },
      render: () => {
        throw new Error('asked');
      },
    },
    { info: () => undefined, error: (message) => troubles.push(message) },
  );
  return { replies, troubles, say: (message: unknown) => say(message) };
}

const request = { kind: 'proxies-find', id: 3, origin: 'http://shop.example:8080' };

it('answers a request of the engine', async () => {
  const { say, replies, troubles } = engine();
  say(request);
  await expect
    .poll(() => replies)
    .toEqual([{ kind: 'proxies-found', id: 3, proxies: ['http://p:1'] }]);
  expect(troubles).toEqual([]);
});

it.each([
  { ...request, id: 0 },
  { ...request, origin: 'file:///etc/passwd' },
  { ...request, origin: 'http://a.example/path' },
  { ...request, origin: 'http://ann:s3cret@a.example' },
  { ...request, more: 1 },
  { kind: 'window-open', id: 3 },
  { kind: ['reply'] },
  'reply',
  null,
])('reports a message that is no request: %j', (wrong) => {
  const { say, replies, troubles } = engine();
  say(wrong);
  expect(replies).toEqual([]);
  expect(troubles).toEqual(['The engine sent its host an unknown message']);
});

it.each([{ kind: 'reply', id: 1 }, { kind: 'event' }])(
  'leaves messages of the engine protocol alone: %j',
  (message) => {
    const { say, troubles } = engine();
    say(message);
    expect(troubles).toEqual([]);
  },
);

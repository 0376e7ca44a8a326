import { describe, expect, it } from 'vitest';
import { createSampleSite } from './sample-site.ts';

function setUp() {
  const children: { say(message: unknown): void; exit(): void; killed: boolean }[] = [];
  const log = { info: () => undefined, error: () => undefined };
  const site = createSampleSite(() => {
    const messages: ((message: unknown) => void)[] = [];
    const exits: (() => void)[] = [];
    const child = {
      say(message: unknown) {
        for (const listener of messages) listener(message);
      },
      exit() {
        for (const listener of exits) listener();
      },
      killed: false,
    };
    children.push(child);
    return {
      onMessage: (listener) => messages.push(listener),
      onExit: (listener) => exits.push(listener),
      kill: () => {
        child.killed = true;
      },
    };
  }, log);
  return { site, children };
}

describe('sample site', () => {
  it('starts once, at its first use, and ends with the app', async () => {
    const { site, children } = setUp();
    expect(children).toHaveLength(0);
    const both = Promise.all([site.ensure(), site.ensure()]);
    children[0]?.say({ origins: ['http://127.0.0.1:17800'] });
    await both;
    await site.ensure();
    expect(children).toHaveLength(1);
    site.close();
    expect(children[0]?.killed).toBe(true);
  });

  it('hands on why it cannot serve, and tries again the next time', async () => {
    const { site, children } = setUp();
    const failed = site.ensure();
    children[0]?.say({
      error: { code: 'BUSY', message: 'Port 17800 is taken.', retryable: false },
    });
    children[0]?.exit();
    await expect(failed).rejects.toMatchObject({ code: 'BUSY', message: 'Port 17800 is taken.' });
    const again = site.ensure();
    children[1]?.say({ origins: [] });
    await again;
  });

  it('fails when its process ends without a word, and starts it again after it has ended', async () => {
    const { site, children } = setUp();
    const failed = site.ensure();
    children[0]?.exit();
    await expect(failed).rejects.toMatchObject({ code: 'INTERNAL' });
    const served = site.ensure();
    children[1]?.say({ origins: [] });
    await served;
    children[1]?.exit();
    const again = site.ensure();
    children[2]?.say({ origins: [] });
    await again;
    expect(children).toHaveLength(3);
  });
});

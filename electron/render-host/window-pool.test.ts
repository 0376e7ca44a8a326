import { expect, it } from 'vitest';
import { WindowPool } from './window-pool.ts';

class FakeWindow {
  isGone = false;
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
  destroy(): void {
    this.isGone = true;
  }
}

function pool(size: number) {
  let opened = 0;
  return new WindowPool(size, async () => new FakeWindow(++opened));
}

it('gives a host the window that it had before', async () => {
  const windows = pool(2);
  const a = await windows.take('a');
  const b = await windows.take('b');
  windows.giveBack(a);
  windows.giveBack(b);
  expect(await windows.take('b')).toBe(b);
  expect(await windows.take('a')).toBe(a);
});

it('opens no more than its size, and serves in the order of asking', async () => {
  const windows = pool(2);
  const [first, second] = await Promise.all([windows.take('a'), windows.take('a')]);
  const third = windows.take('a');
  const fourth = windows.take('b');
  if (second) windows.giveBack(second);
  expect(await third).toBe(second);
  if (first) windows.giveBack(first);
  expect(await fourth).toBe(first);
  expect(windows.windows).toHaveLength(2);
});

it('takes the window that was used longest ago for a new host', async () => {
  const windows = pool(2);
  const a = await windows.take('a');
  const b = await windows.take('b');
  windows.giveBack(b);
  windows.giveBack(a);
  expect(await windows.take('c')).toBe(a);
});

it('replaces a window that has gone while no page used it', async () => {
  const windows = pool(1);
  const left = await windows.take('a');
  windows.giveBack(left);
  left.isGone = true;
  expect((await windows.take('b')).number).toBe(2);
});

it('gives no window once it is closed', async () => {
  const windows = pool(1);
  windows.close();
  await expect(windows.take('a')).rejects.toThrow('closed');
});

it('replaces a window that is gone', async () => {
  const windows = pool(1);
  const broken = await windows.take('a');
  const next = windows.take('a');
  broken.destroy();
  windows.giveBack(broken);
  expect((await next).number).toBe(2);
  expect(windows.windows).toHaveLength(1);
});

it('tells the page that waited why no window opens, and tries again for the next', async () => {
  let tries = 0;
  const windows = new WindowPool(1, async () => {
    tries += 1;
    if (tries === 1) throw new Error('no display');
    return new FakeWindow(tries);
  });
  const failed = windows.take('a');
  const served = windows.take('a');
  await expect(failed).rejects.toThrow('no display');
  expect((await served).number).toBe(2);
});

it('ends its windows and refuses those that wait when it closes', async () => {
  const windows = pool(1);
  const open = await windows.take('a');
  const waiting = windows.take('a');
  windows.close();
  await expect(waiting).rejects.toThrow('closed');
  expect(open.isGone).toBe(true);
});

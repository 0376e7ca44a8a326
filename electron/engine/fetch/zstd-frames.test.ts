import { randomBytes } from 'node:crypto';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { undoCodings } from './content-coding.ts';
import { zstdFrames } from './zstd-frames.ts';

/** Added in Node 22.15. */
const { zstdCompressSync } = zlib as {
  readonly zstdCompressSync?: (bytes: Uint8Array) => Uint8Array;
};
const zstd = zstdCompressSync ?? ((bytes: Uint8Array) => bytes);

/** RFC 8878, section 3.1.1: a frame of one raw block, "hi". */
const byHand = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x20, 2, 0x11, 0, 0, 0x68, 0x69);
const skippable = Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);
const join = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

describe('the frames of zstd data', () => {
  it('are told apart, and skippable ones are passed over', () => {
    const { frames, ...rest } = zstdFrames(join(skippable, byHand, byHand, skippable));
    expect(frames).toEqual([byHand, byHand]);
    expect(rest).toEqual({ isCut: false, hasRest: false });
  });

  it('are whole to their last byte', () => {
    for (let length = 1; length < byHand.length; length += 1) {
      expect(zstdFrames(byHand.subarray(0, length)), String(length)).toMatchObject({ isCut: true });
    }
    expect(zstdFrames(join(skippable, skippable.subarray(0, 9))).isCut).toBe(true);
  });

  it('may have bytes behind them that are none', () => {
    const found = zstdFrames(join(byHand, Uint8Array.of(1, 2, 3, 4, 5)));
    expect(found).toEqual({ frames: [byHand], isCut: false, hasRest: true });
  });

  it('are found in any bytes at all without harm', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void zstdFrames(join(byHand, bytes))));
  });
});

describe.skipIf(zstdCompressSync === undefined)('zstd data', () => {
  const random = randomBytes(400_000);
  const undo = (bytes: Uint8Array, mostBytes = 1_000_000) => undoCodings(bytes, 'zstd', mostBytes);

  it('is undone whole, in one frame or several', async () => {
    const whole = zstd(random);
    expect(zstdFrames(whole).frames).toHaveLength(1);
    expect(await undo(whole)).toEqual({ kind: 'ok', body: random, ignored: false });
    const two = await undo(join(zstd(random.subarray(0, 9)), zstd(random.subarray(9))));
    expect(two).toEqual({ kind: 'ok', body: random, ignored: false });
  });

  it('fails where it breaks off, wherever that is', async () => {
    const whole = zstd(random);
    for (const length of [1, 3, 4, 9, 1000, 131_080, 300_000, whole.length - 1]) {
      expect(await undo(whole.subarray(0, length))).toMatchObject({
        failure: { code: 'TRUNCATED' },
      });
    }
  });

  it('is bounded over all of its frames', async () => {
    const frames = Array.from({ length: 4 }, () => zstd(Buffer.alloc(30_000)));
    expect(await undo(join(...frames), 100_000)).toMatchObject({ failure: { code: 'TOO_LARGE' } });
    expect(await undo(join(...frames), 120_000)).toMatchObject({ kind: 'ok' });
  });
});

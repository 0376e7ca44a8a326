import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeOnScreens, readWindowPlace, writeWindowPlace } from './window-place.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const second = { x: 1440, y: 0, width: 2560, height: 1440 };
const at = (x: number, y: number, width = 1000, height = 700) => ({
  bounds: { x, y, width, height },
  maximized: false,
});

describe('window place', () => {
  it('comes back as it was kept', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'trawl-place-')), 'window.json');
    expect(await readWindowPlace(file)).toBeNull();
    await writeWindowPlace(file, at(10, 20));
    expect(await readWindowPlace(file)).toEqual(at(10, 20));
    writeFileSync(file, '{"bounds":{"x":"left"}}');
    expect(await readWindowPlace(file)).toBeNull();
  });

  it('is kept where it can be seen', () => {
    expect(placeOnScreens(at(1600, 100), [laptop, second])).toEqual(at(1600, 100).bounds);
  });

  it('is given up where its screen is gone', () => {
    expect(placeOnScreens(at(1600, 100), [laptop])).toEqual({ width: 1000, height: 700 });
    expect(placeOnScreens(at(-950, 100), [laptop])).toEqual({ width: 1000, height: 700 });
    expect(placeOnScreens(at(100, 890), [laptop])).toEqual({ width: 1000, height: 700 });
  });

  it('keeps a size that fits the screen and the page', () => {
    expect(placeOnScreens(null, [laptop])).toEqual({ width: 1280, height: 800 });
    expect(placeOnScreens(null, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({
      width: 1024,
      height: 700,
    });
    expect(placeOnScreens(at(0, 25, 200, 100), [laptop])).toEqual({
      x: 0,
      y: 25,
      width: 800,
      height: 560,
    });
  });
});

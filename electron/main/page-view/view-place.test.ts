import { expect, it } from 'vitest';
import { placeIn } from './view-place.ts';

const window = { width: 1000, height: 600 };

it('follows the zoom of the page and stays inside the window', () => {
  const bounds = { x: 100, y: 50.4, width: 300, height: 200 };
  expect(placeIn(bounds, 1, window)).toEqual({ x: 100, y: 50, width: 300, height: 200 });
  expect(placeIn(bounds, 2, window)).toEqual({ x: 200, y: 101, width: 600, height: 400 });
  expect(placeIn({ ...bounds, x: -50, width: 9000 }, 1, window)).toEqual({
    x: 0,
    y: 50,
    width: 1000,
    height: 200,
  });
});

it('is nowhere if nothing of it would be seen', () => {
  expect(placeIn({ x: 2000, y: 0, width: 10, height: 10 }, 1, window)).toBe(null);
  expect(placeIn({ x: 0, y: 0, width: -10, height: 10 }, 1, window)).toBe(null);
});

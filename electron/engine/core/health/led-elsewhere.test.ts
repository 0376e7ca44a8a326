import { describe, expect, it } from 'vitest';
import { ledTo } from './led-elsewhere.ts';

const led = (from: string, to: string) =>
  ledTo(`https://a.example${from}`, `https://a.example${to}`);

describe('a redirect', () => {
  it.each([
    ['/p/17', '/'],
    ['/?p=17', '/'],
    ['/?lang=en&id=3', '/en/'],
    ['/lamps/', '/index.html'],
    ['/p/17', '/zh-hans/'],
  ])('of %s leads to the home page %s', (from, to) => {
    expect(led(from, to)).toBe('home-page');
  });

  it.each([
    ['/?utm_source=x', '/'],
    ['/?lang=en', '/en/'],
    ['/home/', '/'],
    ['/zh-hans/', '/'],
    ['/index.php', '/'],
  ])('of the home page %s leads to none that was not asked for: %s', (from, to) => {
    expect(led(from, to)).toBeNull();
  });
});

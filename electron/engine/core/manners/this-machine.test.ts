import { describe, expect, it } from 'vitest';
import { isOnThisMachine } from './this-machine.ts';

describe('isOnThisMachine', () => {
  it.each([
    'http://localhost',
    'http://localhost:8080',
    'https://shop.localhost:3000',
    'http://127.0.0.1:80',
    'http://127.8.9.10',
    'http://[::1]:8080',
  ])('knows %s', (host) => {
    expect(isOnThisMachine(host)).toBe(true);
  });

  it.each([
    'https://localhost.example',
    'https://127.0.0.1.example',
    'https://notlocalhost',
    'http://128.0.0.1',
    'http://[::2]',
    'http://192.168.0.1:8080',
  ])('is not taken in by %s', (host) => {
    expect(isOnThisMachine(host)).toBe(false);
  });
});

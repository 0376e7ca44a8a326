import { expect, it } from 'vitest';
import { plainUserAgent } from './plain-user-agent.ts';

it('is that of Chromium', () => {
  const own =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Trawl/0.1.0 Chrome/130.0.6723.137 Electron/33.2.1 Safari/537.36';
  expect(plainUserAgent(own)).toBe(
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
  );
});

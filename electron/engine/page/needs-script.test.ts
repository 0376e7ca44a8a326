import { describe, expect, it } from 'vitest';
import { needsScript } from './needs-script.ts';

const asks = (html: string) => needsScript({ body: new TextEncoder().encode(html) }, 'utf-8');

describe('needsScript', () => {
  it.each([
    '<!doctype html><title>Shop</title><div id=root></div><script src=/app.js></script>',
    `${'<noscript>You need to enable JavaScript to run this app.</noscript>'.repeat(9)}<div id=app>Loading…</div><script>start()</script>`,
    `<script>var data = "${'a long text '.repeat(99)}"</script><body></body>`,
  ])('is true of a frame that a script fills', (html) => expect(asks(html)).toBe(true));

  it.each([
    '<p>Sold out</p>',
    '',
    `<script src=/menu.js></script><p>${'A page with words. '.repeat(30)}`,
    `<script>if (a < b) start()</script><article>${'word '.repeat(99)}</article>`,
  ])('is false of a page with words, or without scripts', (html) => expect(asks(html)).toBe(false));

  it('takes time that grows with the length of the page alone', () => {
    expect(asks('<script><noscript><title>'.repeat(50_000))).toBe(true);
  });
});

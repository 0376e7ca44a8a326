import { expect, it } from 'vitest';
import { actionOf, chromePage, setChrome } from './login-chrome.ts';

/** What the bar shows after main has set it. */
function shownFor(url: string, note: string | null = null) {
  const body = { dataset: {} as Record<string, unknown> };
  const elements: Record<string, { textContent: string; title: string }> = {};
  const document = {
    body,
    getElementById: (id: string) => (elements[id] ??= { textContent: '', title: '' }),
  };
  new Function('document', setChrome({ url, note, isLoading: false }))(document);
  const text = (id: string) => elements[id]?.textContent;
  return { lock: text('lock'), host: text('host'), rest: text('rest'), note: text('note') };
}

it('shows the host and whether the page is secure', () => {
  expect(shownFor('https://shop.example/login?next=1')).toMatchObject({
    lock: 'Secure',
    host: 'shop.example',
    rest: '/login?next=1',
  });
  expect(shownFor('http://127.0.0.1:8080/')).toMatchObject({
    lock: 'Not secure',
    host: '127.0.0.1:8080',
  });
  expect(shownFor('data:text/html,x')).toMatchObject({ lock: '', rest: '' });
});

it('shows what pages say as text', () => {
  const hostile = `https://shop.example/";alert(1);//</script>\u2028'`;
  expect(shownFor(hostile).host).toBe('shop.example');
  expect(shownFor('https://a.example/', '<img src=x>`"').note).toBe('<img src=x>`"');
});

it('tells its buttons by their navigations', () => {
  expect(actionOf('https://done.invalid/?')).toBe('done');
  expect(actionOf('https://cancel.invalid/?')).toBe('cancel');
  expect(actionOf('https://shop.example/')).toBeNull();
  expect(decodeURIComponent(chromePage)).not.toContain('<script');
});

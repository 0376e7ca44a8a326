import { beforeAll, describe, expect, it } from 'vitest';
import { openTrawl, type Trawl, watchApps } from './support/app.ts';
import { inPage } from './support/in-page.ts';
import { until } from './support/until.ts';

/** The commands that a script in the page may send to main, and those that it may not. */

watchApps();
let trawl: Trawl;
beforeAll(async () => {
  trawl = await openTrawl();
});

describe('what the page asks of main', () => {
  it('is answered when it is right', async () => {
    const reply = await inPage(trawl, () => window.trawl.invoke('app.info', {}));
    expect(reply).toMatchObject({ ok: true, value: { dataFolder: trawl.dataFolder } });
  });

  it.each([
    ['jobs.get', {}],
    ['jobs.get', { jobId: '../../etc' }],
    ['jobs.get', { jobId: 7 }],
    ['jobs.list', { more: true }],
    ['run.snapshot', { runId: '../../../etc/passwd' }],
    ['run.set-options', { runId: '20250102-030405-abcd', change: { concurrency: -1 } }],
    ['run.overrule', { runId: '20250102-030405-abcd', template: '/etc', decision: 'always' }],
    ['results.window', { runId: '20250102-030405-abcd', view: 'DROP TABLE', offset: 0, limit: 1 }],
    ['list.write', { jobId: 'a', writeId: 'b', piece: -1, text: 'x', last: true }],
    ['login.open', { jobId: '../../etc', address: 'https://a.example' }],
    ['settings.set', { theme: 'purple' }],
    ['paste.read', { pasteId: 1, offset: -1 }],
    ['app.info', null],
  ])('is refused when it does not parse: %s %j', async (command, params) => {
    const reply = await inPage(
      trawl,
      ([name, given]) => window.trawl.invoke(name as 'app.info', given as never),
      [command, params] as const,
    );
    expect(reply).toMatchObject({ ok: false, error: { code: 'BAD_MESSAGE' } });
  });

  it.each<[unknown]>([
    ['shell.open'],
    ['list.drop'],
    ['paste.take'],
    ['toString'],
    ['__proto__'],
    ['input.analyze'],
    ['run.start '],
    // As keys of an object, these arrays equal the names that they hold.
    [['jobs.list']],
    [['paste.take']],
    [[['app.info']]],
  ])('is refused when it is no command for the page: %j', async (command) => {
    const reply = await inPage(
      trawl,
      (name) =>
        window.trawl.invoke(name as 'app.info', { jobId: null, path: '/etc/passwd' } as never),
      command,
    );
    expect(reply).toMatchObject({ ok: false, error: { code: 'BAD_MESSAGE' } });
  });

  it('is no file that was not really dropped', async () => {
    const reply = await inPage(trawl, () =>
      window.trawl.dropFile(null, new File(['x'], '/etc/passwd')),
    );
    expect(reply).toMatchObject({ ok: false, error: { code: 'BAD_MESSAGE' } });
  });

  it('is the clipboard only while something is really pasted, and once', async () => {
    const { app, page } = trawl;
    await app.evaluate(({ clipboard }) => clipboard.writeText('on the clipboard'));
    const refusal = { ok: false, error: { code: 'BAD_MESSAGE' } };
    // Not during a click either, nor by any function available to a script.
    await page.mouse.click(5, 5);
    expect(await inPage(trawl, () => window.trawl.takePaste())).toMatchObject(refusal);
    const forged = await inPage(
      trawl,
      () =>
        new Promise((resolve) => {
          const ask = () => resolve(window.trawl.takePaste());
          window.addEventListener('paste', ask, { capture: true, once: true });
          document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true }));
        }),
    );
    expect(forged).toMatchObject(refusal);
    // If Electron let a script paste, which the current version does not, the event would mark it as such.
    const byScript = await inPage(trawl, async () => {
      const asked: { told: string | undefined; reply: Promise<{ ok: boolean }> }[] = [];
      const ask = (event: ClipboardEvent) => {
        // The app would pass the event on to its editor as a new one, which no longer counts as a paste.
        event.stopPropagation();
        asked.push({
          told: event.clipboardData?.getData('text/plain'),
          reply: window.trawl.takePaste(),
        });
      };
      window.addEventListener('paste', ask, true);
      document.execCommand('paste');
      window.removeEventListener('paste', ask, true);
      return Promise.all(
        asked.map(async ({ told, reply }) => ({ told, answered: (await reply).ok })),
      );
    });
    for (const { told, answered } of byScript) {
      if (answered) expect(told).toBe('on the clipboard');
    }

    const replies = inPage(
      trawl,
      () =>
        new Promise((resolve) => {
          const onPaste = async (event: ClipboardEvent) => {
            event.stopPropagation();
            const both = await Promise.all([window.trawl.takePaste(), window.trawl.takePaste()]);
            resolve([...both, await window.trawl.takePaste()]);
          };
          window.addEventListener('paste', onPaste, { capture: true, once: true });
        }),
    );
    await page.keyboard.press('ControlOrMeta+V');
    expect(await replies).toMatchObject([
      { ok: true, value: { text: 'on the clipboard' } },
      refusal,
      refusal,
    ]);
  });

  it('shows no file in its folder that it has not exported', async () => {
    const reply = await inPage(trawl, () =>
      window.trawl.invoke('export.reveal', { file: '/etc/passwd' }),
    );
    expect(reply).toMatchObject({ ok: false });
  });

  it('opens a link in the browser only for http and https, and one for each click', async () => {
    const { app, page } = trawl;
    await app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async (url) => void opened.push(url);
    });
    const open = (url: string) =>
      inPage(trawl, (to) => window.trawl.invoke('app.open-external', { url: to }), url);
    const refusal = { ok: false, error: { code: 'BAD_MESSAGE' } };
    // Calls by Playwright count as a click of the person for some seconds.
    await until(
      () => inPage(trawl, () => !navigator.userActivation.isActive),
      'the last click is over',
    );
    expect(await open('https://example.com/')).toMatchObject(refusal);
    const byScript = inPage(trawl, () => {
      document.body.click();
      document.body.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      return window.trawl.invoke('app.open-external', { url: 'https://example.com/script' });
    });
    expect(await byScript).toMatchObject(refusal);
    for (const url of ['file:///etc/passwd', 'javascript:1', 'smb://x/y', 'ms-settings:', 'x']) {
      await page.mouse.click(5, 5);
      expect(await open(url), url).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
    }
    await page.mouse.click(5, 5);
    const burst = inPage(trawl, () =>
      Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          window.trawl.invoke('app.open-external', { url: `https://example.com/${index}` }),
        ),
      ),
    );
    const [first, ...others] = await burst;
    expect(first).toMatchObject({ ok: true });
    for (const reply of others) expect(reply).toMatchObject(refusal);
    await page.mouse.click(5, 5);
    expect(await open('https://example.com/a?b#c')).toMatchObject({ ok: true });
    const opened = await app.evaluate(() => (globalThis as { opened?: string[] }).opened);
    expect(opened).toEqual(['https://example.com/0', 'https://example.com/a?b#c']);
  });

  // The last test: the window shows nothing afterwards.
  it('is refused where it does not come from the page of the app', async () => {
    // The only address that Chromium loads without asking Electron.
    const blank = trawl.page.waitForURL('about:blank');
    await inPage(trawl, () => {
      location.href = 'about:blank';
    });
    await blank;
    const reply = await inPage(trawl, () => window.trawl.invoke('jobs.list', {}));
    expect(reply).toMatchObject({ ok: false, error: { code: 'BAD_MESSAGE' } });
  });
});

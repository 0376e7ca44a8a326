import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { openTrawl, type Trawl, watchApps } from './support/app.ts';
import { inPage } from './support/in-page.ts';
import { until } from './support/until.ts';

/** The Electron checklist, each point asked of the real app. */

watchApps();
let site: SampleSite;
let trawl: Trawl;

beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  // A microphone to be asked for, on machines that have none.
  trawl = await openTrawl({ args: ['--use-fake-device-for-media-stream'] });
});
afterAll(() => site.close());

const pageUrl = 'app://trawl/index.html';

describe('the page', () => {
  it('is sandboxed, isolated and without Node', async () => {
    const preferences = await trawl.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      // Electron's own words of what is in force, which its types leave out.
      const asked = contents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      return asked.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    const node = await inPage(trawl, () =>
      ['require', 'process', 'module', 'Buffer', 'global', 'electron', '__dirname'].filter(
        (name) => name in globalThis,
      ),
    );
    expect(node).toEqual([]);
    const exposed = await inPage(trawl, () =>
      Object.entries(window.trawl)
        .map(([name, value]) => `${name}: ${typeof value}`)
        .toSorted(),
    );
    expect(exposed).toEqual([
      'dropFile: function',
      'invoke: function',
      'on: function',
      'takePaste: function',
    ]);
  });

  it('comes from an origin of its own, with a strict policy, never from file:', async () => {
    expect(trawl.page.url()).toBe(pageUrl);
    const { origin, policy, nosniff } = await inPage(trawl, async () => {
      const { headers } = await fetch(location.href);
      return {
        origin: location.origin,
        policy: headers.get('content-security-policy') ?? '',
        nosniff: headers.get('x-content-type-options'),
      };
    });
    expect({ origin, nosniff }).toEqual({ origin: 'app://trawl', nosniff: 'nosniff' });
    const directives = new Map(
      policy.split('; ').map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources.join(' ')];
      }),
    );
    expect(directives.get('default-src')).toBe("'none'");
    expect(directives.get('script-src')).toBe("'self'");
    expect(directives.get('style-src')).toMatch(/^'self' 'nonce-[\w-]{20,}'$/);
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toMatch(/https?:|\*/);
  });

  it.each([
    ['../main.js'],
    ['%2e%2e/main.js'],
    ['..%2fpackage.json'],
    ['/etc/passwd'],
    ['index.html.map'],
  ])('is served nothing but its own files: not %s', async (path) => {
    const status = await inPage(
      trawl,
      async (wanted) => {
        const answer = await fetch(`app://trawl/${wanted}`);
        return answer.status;
      },
      path,
    );
    expect(status).toBe(404);
  });

  it('runs no script but its own', async () => {
    const ran = await inPage(trawl, async () => {
      const inline = document.createElement('script');
      inline.textContent = 'window.ran = "inline";';
      document.body.append(inline);
      const data = document.createElement('script');
      data.src = 'data:text/javascript,window.ran="data"';
      document.body.append(data);
      const holder = document.createElement('div');
      holder.innerHTML = '<img src="x" onerror="window.ran = \'handler\'">';
      document.body.append(holder);
      const link = document.createElement('a');
      link.href = 'javascript:window.ran="link"';
      document.body.append(link);
      link.click();
      await new Promise((resolve) => {
        data.onerror = resolve;
        data.onload = resolve;
      });
      for (const element of [inline, data, holder, link]) element.remove();
      return 'ran' in window ? window.ran : null;
    });
    expect(ran).toBe(null);
  });

  it('evaluates no text as code', async () => {
    const tried = await inPage(trawl, () => {
      const ways = {
        // biome-ignore lint/security/noGlobalEval: it is what must not work
        eval: () => eval('1 + 1') as unknown,
        function: () => new Function('return 2')() as unknown,
      };
      return Object.entries(ways).map(([name, way]) => {
        try {
          return `${name} gave ${way()}`;
        } catch (error) {
          return `${name}: ${(error as Error).name}`;
        }
      });
    });
    expect(tried).toEqual(['eval: EvalError', 'function: EvalError']);
  });

  it('goes nowhere else', async () => {
    const [shop] = site.origins;
    const left: string[] = [];
    trawl.page.on('framenavigated', (frame) => left.push(frame.url()));
    for (const target of [
      `${shop}/`,
      'file:///etc/passwd',
      'data:text/html,gone',
      'blob:app://trawl/x',
      'chrome://gpu',
      'app://elsewhere/',
    ]) {
      await inPage(
        trawl,
        (url) => {
          location.href = url;
        },
        target,
      );
    }
    await inPage(trawl, () => {
      const form = document.createElement('form');
      form.action = 'https://example.com/';
      document.body.append(form);
      form.submit();
      form.remove();
    });
    // Something that takes its time after all of these: had one begun, it would have got far by now.
    expect(await inPage(trawl, () => fetch(location.href).then(({ status }) => status))).toBe(200);
    expect(left).toEqual([]);
    expect(await inPage(trawl, () => location.href)).toBe(pageUrl);
  });

  it('frames no other page', async () => {
    const [shop] = site.origins;
    const inside = await inPage(
      trawl,
      async (url) => {
        const frame = document.createElement('iframe');
        frame.src = url;
        const settled = new Promise((resolve) => {
          frame.onload = resolve;
          frame.onerror = resolve;
        });
        document.body.append(frame);
        await settled;
        const text = frame.contentDocument?.body.textContent ?? 'a page of another origin';
        frame.remove();
        return text;
      },
      `${shop}/`,
    );
    expect(inside).not.toContain('Merle');
    expect(trawl.page.frames()).toHaveLength(1);
  });

  it('opens no window, and embeds none', async () => {
    const [shop] = site.origins;
    const opened = await inPage(trawl, (url) => window.open(url) !== null, `${shop}/`);
    expect(opened).toBe(false);
    const embedded = await inPage(trawl, () => {
      const view = document.createElement('webview');
      view.setAttribute('src', 'data:text/html,x');
      document.body.append(view);
      const works = 'loadURL' in view || 'getWebContentsId' in view;
      view.remove();
      return works;
    });
    expect(embedded).toBe(false);
    const contents = await trawl.app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((one) => one.getType()),
    );
    expect(contents).toEqual(['window']);
  });

  it('reaches nothing on the network', async () => {
    const [shop] = site.origins;
    const reached = await inPage(
      trawl,
      async (origin) => {
        const succeeds = (work: Promise<unknown>) => work.then(() => true).catch(() => false);
        const image = new Image();
        image.src = `${origin}/images/rope-1.svg`;
        const socket = new Promise((resolve, reject) => {
          const ws = new WebSocket(origin.replace('http', 'ws'));
          ws.onopen = resolve;
          ws.onerror = reject;
        });
        return {
          fetch: await succeeds(fetch(origin)),
          image: await succeeds(image.decode()),
          socket: await succeeds(socket),
          file: await succeeds(fetch('file:///etc/passwd')),
        };
      },
      shop,
    );
    expect(reached).toEqual({ fetch: false, image: false, socket: false, file: false });
  });

  it('is granted no permission', async () => {
    const refused = await inPage(trawl, async () => {
      const states = await Promise.all(
        ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'].map(
          async (name) =>
            (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      );
      const answerTo = (wish: Promise<unknown>) =>
        wish.then(() => 'granted').catch((error: Error) => error.name);
      return {
        notification: await Notification.requestPermission(),
        states: [...new Set(states)],
        media: await answerTo(navigator.mediaDevices.getUserMedia({ audio: true })),
        clipboard: await answerTo(navigator.clipboard.readText()),
      };
    });
    expect(refused).toEqual({
      notification: 'denied',
      states: ['denied'],
      media: 'NotAllowedError',
      clipboard: 'NotAllowedError',
    });
  });
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
    ['run.set-concurrency', { runId: '20250102-030405-abcd', concurrency: -1 }],
    ['results.window', { runId: '20250102-030405-abcd', view: 'DROP TABLE', offset: 0, limit: 1 }],
    ['list.write', { jobId: 'a', writeId: 'b', piece: -1, text: 'x', last: true }],
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

  it.each([
    'shell.open',
    'list.drop',
    'paste.take',
    'toString',
    '__proto__',
    'input.analyze',
    'run.start ',
  ])('is refused when it is no command for the page: %s', async (command) => {
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
    // Not at a click either, nor by what a script can do.
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
    // Where Electron lets a script paste, which the current one does not, the event tells as much.
    const byScript = await inPage(trawl, async () => {
      const asked: { told: string | undefined; reply: Promise<{ ok: boolean }> }[] = [];
      const ask = (event: ClipboardEvent) => {
        // The app would pass it on to its editor as an event of its own, which is no paste any more.
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

  it('opens links in the browser only for http and https, and only at a click', async () => {
    await trawl.app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async (url) => void opened.push(url);
    });
    const open = (url: string) =>
      inPage(trawl, (to) => window.trawl.invoke('app.open-external', { url: to }), url);
    // Playwright counts as a person who has just clicked, for some seconds.
    await until(
      () => inPage(trawl, () => !navigator.userActivation.isActive),
      'the last click is over',
    );
    expect(await open('https://example.com/')).toMatchObject({
      ok: false,
      error: { code: 'BAD_MESSAGE' },
    });
    await trawl.page.mouse.click(5, 5);
    for (const url of [
      'file:///etc/passwd',
      'javascript:1',
      'smb://x/y',
      'ms-settings:',
      'nonsense',
    ])
      expect(await open(url), url).toMatchObject({ ok: false });
    expect(await open('https://example.com/a?b#c')).toMatchObject({ ok: true });
    const opened = await trawl.app.evaluate(() => (globalThis as { opened?: string[] }).opened);
    expect(opened).toEqual(['https://example.com/a?b#c']);
  });

  // The last one: the window shows nothing afterwards.
  it('is refused where it does not come from the page of the app', async () => {
    // The one address that Chromium goes to without asking Electron.
    const blank = trawl.page.waitForURL('about:blank');
    await inPage(trawl, () => {
      location.href = 'about:blank';
    });
    await blank;
    const reply = await inPage(trawl, () => window.trawl.invoke('jobs.list', {}));
    expect(reply).toMatchObject({ ok: false, error: { code: 'BAD_MESSAGE' } });
  });
});

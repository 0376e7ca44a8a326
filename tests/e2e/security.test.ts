import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { openTrawl, type Trawl, watchApps } from './support/app.ts';
import { inPage } from './support/in-page.ts';

/**
 * The Electron checklist, each point tested in the real app. For outgoing traffic see
 * security-network.test.ts.
 */

watchApps();
let site: SampleSite;
let trawl: Trawl;

beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  // A fake microphone for the permission request, on machines without one.
  trawl = await openTrawl({ args: ['--use-fake-device-for-media-stream'] });
});
afterAll(() => site.close());

const pageUrl = 'app://trawl/index.html';

describe('the page', () => {
  it('is sandboxed, isolated and without Node', async () => {
    const preferences = await trawl.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      // The settings in force as Electron reports them, which its types leave out.
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
    // Every source that the second policy allows must be allowed by the first one as well.
    const [first = '', second] = policy.split(', ');
    expect(second).toBe("style-src 'self' 'unsafe-inline'");
    const directives = new Map(
      first.split('; ').map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources.join(' ')];
      }),
    );
    expect(directives.get('default-src')).toBe("'none'");
    expect(directives.get('script-src')).toBe("'self'");
    expect(directives.get('style-src')).toMatch(/^'self' 'nonce-[\w-]{20,}'$/);
    expect(first).not.toContain('unsafe');
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
    // A slow request after all of these: had one of them begun, it would have got far by now.
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

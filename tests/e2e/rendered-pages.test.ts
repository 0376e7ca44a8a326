import { readdirSync, readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RenderRules } from '#engine/ports/renderer.ts';
import { goodCertificate, leafKey } from '../hostile/certificates.ts';
import { toThisMachine } from '../identity/session.ts';
import { killIfThere } from './support/processes.ts';
import {
  notesOf,
  openBrowserLink,
  openRun,
  type PageSite,
  pageOf,
  servePages,
  textOf,
} from './support/rendering.ts';

/*
 * Pages in real browser windows: what is taken of them, when, and what the hostile ones come to. The engine's
 * side runs here, the packaged app is the browser.
 */

const troubles: string[] = [];
const link = openBrowserLink(troubles);
const closers: (() => Promise<unknown>)[] = [];
let run: ReturnType<typeof openRun>;
beforeAll(() => {
  run = openRun(link);
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(async () => {
  await run.close();
  await link.close();
  expect(troubles).toEqual([]);
});
function kept<T extends { close(): Promise<unknown> }>(thing: T): T {
  closers.push(() => thing.close());
  return thing;
}

const json = (value: string) => (_asked: unknown, answer: { end(text: string): unknown }) =>
  answer.end(JSON.stringify({ value }));

/** A script that fills the page with what it asked the site for. */
const fills = `<p id=there>there</p><div id=target></div><script>
  fetch('/data').then((answer) => answer.json()).then(({ value }) => {
    document.querySelector('#target').innerHTML = '<b class=value>' + value + '</b>';
  });
</script>`;

async function site(html: string, more: Parameters<typeof servePages>[0] = {}): Promise<PageSite> {
  return kept(
    await servePages({
      '/': `<!doctype html><title>A page</title>${html}`,
      '/data': json('forty-two'),
      '/next': '<!doctype html><p class=value>next</p>',
      ...more,
    }),
  );
}

/** Renders the first page of a site that has it. */
async function rendered(
  html: string,
  change: Partial<RenderRules> = {},
  more: Parameters<typeof servePages>[0] = {},
) {
  const { origin } = await site(html, more);
  return run.render(`${origin}/`, change);
}

const wanted = ['.value'];

describe('a page', () => {
  it('is taken once what its script asks for is there', async () => {
    const outcome = await rendered(fills, { wanted });
    expect(textOf(outcome)).toContain('<b class="value">forty-two</b>');
    expect(notesOf(outcome)).toEqual([]);
  });

  it('is taken without wanted elements once nothing happens', async () => {
    expect(textOf(await rendered(fills))).toContain('forty-two');
  });

  it('is taken with its wanted elements where others are missing', async () => {
    expect(textOf(await rendered(fills, { wanted: ['.value', '.absent'] }))).toContain('forty-two');
  });

  it('is read by the encoding that its server declares', async () => {
    const outcome = await rendered(
      '',
      {},
      {
        '/': (_asked, answer) =>
          answer
            .setHeader('content-type', 'text/html; charset=windows-1252')
            .end(
              Buffer.from(
                '<p>caf\xe9 \x80</p><script>document.body.append("!")</script>',
                'latin1',
              ),
            ),
      },
    );
    expect(textOf(outcome)).toContain('<p>café €</p>');
  });

  it('waits for the element that the job waits for', async () => {
    const late = `${fills}<script>
      setTimeout(() => document.body.insertAdjacentHTML('beforeend', '<p id=late>late</p>'), 900);
    </script>`;
    expect(textOf(await rendered(late, { wanted, waitFor: '#late' }))).toContain('>late<');
  });

  it('keeps its doctype, its scripts and what looks like markup, and not the contents of noscript', async () => {
    const outcome = await rendered(
      '<noscript><p>off</p></noscript><pre>\n\nb</pre><script id=d type=application/ld+json>{"a":"<b>"}</script><p title=\'"&<\'>&lt;i&gt; &amp;</p>',
    );
    const text = textOf(outcome);
    expect(text).toMatch(/^\ufeff<!DOCTYPE html><html>/);
    expect(text).toContain('<noscript></noscript>');
    expect(text).toContain('<pre>\n\nb</pre>');
    expect(text).toContain('{"a":"<b>"}');
    expect(text).toContain('<p title="&quot;&amp;&lt;">&lt;i&gt; &amp;</p>');
  });

  it('has the contents of open shadow roots in place, with its slots filled', async () => {
    const outcome = await rendered(
      `<my-card><b slot=name>Ann</b><i>rest</i>tail</my-card><script>
        const root = document.querySelector('my-card').attachShadow({ mode: 'open' });
        root.innerHTML = '<h2 class=value><slot name=name>nobody</slot></h2><div><slot></slot></div><u><slot name=none>fallback</slot></u>';
      </script>`,
      { wanted },
    );
    expect(textOf(outcome)).toContain(
      '<my-card><h2 class="value"><b slot="name">Ann</b></h2><div><i>rest</i>tail</div><u>fallback</u></my-card>',
    );
  });

  const inner = '<a href=page>inner</a><script>document.body.append("by script")</script>';
  it('has the contents of frames where the job says so, with links that are right', async () => {
    const other = kept(await servePages({ '/f/': `<p class=other>${inner}</p>` }));
    const frames = `<iframe src=/f/></iframe><iframe src="http://localhost:${other.port}/f/"></iframe>`;
    const { origin, port } = await site(frames, { '/f/': inner });
    const outcome = await run.render(`${origin}/`, { frames: true });
    const text = textOf(outcome);
    expect(text).toContain(
      `<trawl-frame><iframe src="/f/"></iframe><a href="http://127.0.0.1:${port}/f/page">inner</a>`,
    );
    expect(text).toContain(`<p class="other"><a href="http://localhost:${other.port}/f/page">`);
    expect(text.match(/by script<\/trawl-frame>|by script<\/p>/g)).toHaveLength(2);
  });

  it('has none of the contents of frames otherwise', async () => {
    const text = textOf(await rendered('<iframe src=/f/></iframe>', {}, { '/f/': inner }));
    expect(text).toContain('<iframe src="/f/"></iframe>');
    expect(text).not.toContain('inner');
  });

  it('has what loads as it comes into view, whether elements are wanted or not', async () => {
    const grows = `<div id=list></div><div id=end>end</div><script>
      let count = 0;
      new IntersectionObserver(([seen], observer) => {
        observer.unobserve(seen.target);
        for (let n = 0; n < 20; n += 1) list.insertAdjacentHTML('beforeend', '<p class=item>' + count++ + '</p>');
        scrollTo(0, document.body.scrollHeight);
        if (count < 200) observer.observe(seen.target);
      }).observe(end);
    </script>`;
    for (const items of [[], ['.item', '.absent']]) {
      const text = textOf(await rendered(grows, { wanted: items }));
      expect(text.match(/class="item"/g)).toHaveLength(200);
    }
  });

  it('is read by code that its scripts cannot replace', async () => {
    const outcome = await rendered(`${fills}<script>
      for (const name of ['querySelector', 'querySelectorAll', 'createTreeWalker']) {
        setTimeout(() => { Document.prototype[name] = () => { throw new Error('mine'); }; }, 0);
      }
      Object.defineProperty(Element.prototype, 'attributes', { get: () => [] });
      JSON.stringify = () => 'mine'; MutationObserver.prototype.observe = () => {};
      Array.prototype.push = () => { throw new Error('mine'); };
    </script>`);
    expect(textOf(outcome)).toContain('<p id="there">there</p>');
  });

  it('loads no pictures, unless the job says so', async () => {
    const tried = `document.body.insertAdjacentHTML('beforeend', '<p class=value>')`;
    const picture = `<img src=/picture.png onerror="${tried}">`;
    const answer = { '/picture.png': '' };
    const without = await site(picture, answer);
    await run.render(`${without.origin}/`);
    expect(without.asked).not.toContain('/picture.png');
    const loading = kept(openRun(link));
    const withMedia = await site(picture, answer);
    // It is no picture, which the page notices when the answer has come.
    const outcome = await loading.render(`${withMedia.origin}/`, {
      media: true,
      waitFor: '.value',
    });
    expect(notesOf(outcome)).toEqual([]);
    expect(withMedia.asked).toContain('/picture.png');
  });
});

describe('the cookies of a run', () => {
  it('are seen by its pages, and those that pages set are seen by its fetches, HttpOnly too', async () => {
    const own = kept(openRun(link));
    const { origin } = await site(
      `<p class=seen></p><script>
        document.cookie = 'script=1';
        fetch('/set').then(() => { document.querySelector('.seen').textContent = document.cookie; });
      </script>`,
      {
        '/set': (_asked, answer) => {
          answer.setHeader('set-cookie', ['http=2; HttpOnly', 'plain=3']);
          answer.end();
        },
        '/echo': (asked, answer) => {
          answer.setHeader('content-type', 'text/html');
          answer.setHeader('set-cookie', 'fetched=4');
          answer.end(
            `<i>${asked.headers.cookie}</i><script>document.body.append('script: ' + document.cookie)</script>`,
          );
        },
      },
    );
    const first = textOf(await own.render(`${origin}/`));
    expect(first).toContain('script=1');
    expect(first).not.toContain('http=2');
    await expect
      .poll(() =>
        own.side.cookies
          ?.forBrowser('127.0.0.1')
          .map(({ name }) => name)
          .toSorted(),
      )
      .toEqual(['http', 'plain', 'script']);
    const second = textOf(await own.render(`${origin}/echo`));
    expect(second).toContain('http=2');
    expect(second).toMatch(/script: .*fetched=4/);
  });
});

describe('the storage of a log-in', () => {
  const reads = `<p class=seen></p><script>
    document.querySelector('.seen').textContent = JSON.stringify({ ...localStorage });
  </script>`;
  const logInAt = (origin: string) => ({
    atMs: 0,
    userAgent: 'Trawl test',
    addresses: [],
    storage: [{ origin, entries: [['token', '"</script>\u2028é']] as [string, string][] }],
  });

  it('is there before the scripts of its own origin, and for no other one', async () => {
    const { origin, port, asked } = await site(reads);
    const own = kept(openRun(link, {}, undefined, { logIn: logInAt(origin) }));
    const seen = textOf(await own.render(`${origin}/`));
    expect(seen).toContain(`>${JSON.stringify({ token: '"&lt;/script&gt;\u2028é' })}<`);
    expect(asked).toEqual(['/']);
    for (const stranger of [`http://localhost:${port}`, (await site(reads)).origin]) {
      expect(textOf(await own.render(`${stranger}/`))).toContain('>{}<');
    }
  });

  it('may be changed by pages, and stays so for the pages of the run', async () => {
    const { origin } = await site(`${reads}<script>localStorage.token += ' used'</script>`);
    const logIn = {
      ...logInAt(origin),
      storage: [{ origin, entries: [['token', 'new']] as [string, string][] }],
    };
    const own = kept(openRun(link, {}, undefined, { logIn }));
    expect(textOf(await own.render(`${origin}/`))).toContain('>{"token":"new"}<');
    expect(textOf(await own.render(`${origin}/`))).toContain('>{"token":"new used"}<');
    const next = kept(openRun(link));
    expect(textOf(await next.render(`${origin}/`))).toContain('>{}<');
  });

  it('is not used by a job that keeps no cookies', async () => {
    const { origin } = await site(reads);
    const logIn = logInAt(origin);
    const without = kept(openRun(link, { cookies: false }, undefined, { logIn }));
    expect(textOf(await without.render(`${origin}/`))).toContain('>{}<');
    expect(without.side.storage).toEqual([]);
  });
});

describe('a page that leads its window elsewhere', () => {
  it('is followed by the engine, by its own rules', async () => {
    const { origin } = await site('<script>location.href = "/next"</script>');
    const followed: string[] = [];
    const outcome = await run.render(`${origin}/`, {
      wanted,
      follow: async (_from, url) => {
        followed.push(url);
        return { kind: 'page', page: pageOf(url, '<p class=value>by the engine</p>') };
      },
    });
    expect(followed).toEqual([`${origin}/next`]);
    expect(textOf(outcome)).toContain('by the engine');
    expect(outcome.kind === 'page' && outcome.page.url).toBe(`${origin}/next`);
    expect(outcome.kind === 'page' && outcome.page.trace.redirects).toMatchObject([
      { from: `${origin}/`, to: `${origin}/next` },
    ]);
  });

  it('has the address at which a redirect of the server ends', async () => {
    const { origin } = await site('<script>location.replace("/moved")</script>', {
      '/moved': (_asked, answer) => answer.writeHead(302, { location: '/next' }).end(),
    });
    const outcome = await run.render(`${origin}/`, { wanted });
    expect(outcome.kind === 'page' && outcome.page.url).toBe(`${origin}/next`);
    expect(textOf(outcome)).toContain('>next<');
  });

  it('fails as a fetch of that address does', async () => {
    const outcome = await rendered('<script>location.href = "/gone"</script>', { wanted });
    expect(textOf(outcome)).toBe('HTTP_404');
  });

  it('without end fails', async () => {
    const outcome = await rendered('<script>location.href = "/?" + Math.random()</script>', {
      wanted,
    });
    expect(textOf(outcome)).toBe('REDIRECT_LOOP');
  });

  it('to a file stays where it is', async () => {
    const outcome = await rendered(
      '<p class=value>here</p><script>setTimeout(() => { location.href = "/file.pdf" }, 0)</script>',
      {},
      {
        '/file.pdf': (_asked, answer) =>
          answer.setHeader('content-type', 'application/pdf').end('%PDF-1.7 '),
      },
    );
    expect(textOf(outcome)).toContain('>here<');
  });

  it('on the internet reaches no private address by it', async () => {
    const { origin, asked } = await site('');
    const start = 'http://shop.example.com/';
    const page = pageOf(start, `<script>location.href = "${origin}/"</script>`);
    const outcome = await run.renderPage(page, {
      follow: (from, url, signal) => run.follow(url, from, signal),
    });
    expect(textOf(outcome)).toBe('REFUSED_ADDRESS');
    expect(asked).toEqual([]);
  });
});

describe('a page that disturbs', () => {
  it.each([
    ['alert, confirm and prompt', 'alert(1); confirm(2); prompt(3);'],
    ['print', 'print();'],
    [
      'print in a frame of its own',
      'const f = document.body.appendChild(document.createElement("iframe")); f.contentWindow.print();',
    ],
    [
      'beforeunload',
      'addEventListener("beforeunload", (e) => { e.preventDefault(); e.returnValue = "stay"; });',
    ],
    [
      'new windows',
      'open("/next"); open("about:blank"); document.body.innerHTML += "<a target=_blank href=/next id=n>n</a>"; document.querySelector("#n").click();',
    ],
    [
      'downloads',
      'const a = document.createElement("a"); a.href = URL.createObjectURL(new Blob(["x"])); a.download = "x.exe"; document.body.append(a); a.click();',
    ],
    [
      'permissions',
      'Notification.requestPermission(); navigator.geolocation.getCurrentPosition(() => 0); navigator.clipboard?.readText(); navigator.mediaDevices?.getUserMedia({ video: true });',
    ],
    [
      'an unknown kind of address',
      'location.href = "mailto:a@b.example"; location.href = "ms-word:x";',
    ],
    ['a question for a login', 'fetch("/locked");'],
    ['a WebSocket', 'new WebSocket("ws://" + location.host + "/ws");'],
    ['an EventSource', 'new EventSource("/events");'],
    [
      'animation',
      'let n = 0; (function step() { document.title = n++; requestAnimationFrame(step); })();',
    ],
    ['polling', 'setInterval(() => fetch("/data"), 5);'],
    ['a service worker', 'navigator.serviceWorker.register("/worker.js");'],
  ])('by %s gives its values, and the next page gives its own', async (_what, script) => {
    const { origin } = await site(`${fills}<script>try { ${script} } catch {}</script>`, {
      '/locked': (_asked, answer) =>
        answer.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end(),
      '/events': (_asked, answer) =>
        answer.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n'),
      '/worker.js': (_asked, answer) =>
        answer
          .setHeader('content-type', 'text/javascript')
          .end('addEventListener("fetch", () => 0)'),
      '/after': `<!doctype html>${fills}`,
    });
    expect(textOf(await run.render(`${origin}/`, { wanted }))).toContain('forty-two');
    expect(textOf(await run.render(`${origin}/after`, { wanted }))).toContain('forty-two');
  });

  it('and never falls quiet is taken as it is when its time is over, with a note', async () => {
    const outcome = await rendered(
      `${fills}<script>setInterval(() => fetch("/data"), 5)</script>`,
      {
        timeoutMs: 6_000,
      },
    );
    expect(textOf(outcome)).toContain('forty-two');
    expect(notesOf(outcome)).toEqual(['RENDER_CAP']);
  });

  it.each([
    ['before it is there', '<script>while (true);</script>'],
    ['later', '<script>addEventListener("load", () => { while (true); })</script>'],
    ['in a frame', '<iframe srcdoc="<script>while (true);</script>"></iframe>'],
  ])('by an endless loop %s fails, and holds nothing up', async (_when, html) => {
    const { origin } = await site(html, { '/after': fills });
    expect(textOf(await run.render(`${origin}/`, { timeoutMs: 3_000, waitFor: '.never' }))).toBe(
      'RENDER_HUNG',
    );
    expect(textOf(await run.render(`${origin}/after`, { wanted }))).toContain('forty-two');
  });

  it('by an endless loop after it was taken does not cost the next page', async () => {
    const { origin } = await site(
      `${fills}<script>addEventListener('pagehide', () => { while (true); })</script>`,
      { '/after': fills },
    );
    const rules = { wanted, timeoutMs: 5_000 };
    expect(textOf(await run.render(`${origin}/`, rules))).toContain('forty-two');
    expect(textOf(await run.render(`${origin}/after`, rules))).toContain('forty-two');
  });

  it('by filling the memory fails, and holds nothing up', async () => {
    const { origin } = await site(
      '<script>const all = []; setInterval(() => all.push(new Uint8Array(2e7).fill(1)), 50)</script>',
      { '/after': fills },
    );
    const rules = { wanted: ['.never'], waitFor: '.never', timeoutMs: 60_000 };
    expect(textOf(await run.render(`${origin}/`, rules))).toBe('RENDER_MEMORY');
    expect(textOf(await run.render(`${origin}/after`, { wanted }))).toContain('forty-two');
  });

  it('by a tree of 50 MB is too large', async () => {
    const outcome = await rendered(
      `<div hidden></div><script>
        const target = document.querySelector('div');
        for (let n = 0; n < 500; n += 1) {
          target.appendChild(document.createElement('p')).textContent = 'y'.repeat(1e5);
        }
      </script>`,
    );
    expect(textOf(outcome)).toBe('TOO_LARGE');
  });

  it('by loading without end is too large', async () => {
    const piece = Buffer.alloc(1_000_000, 'x');
    const outcome = await rendered(
      '<script>fetch("/endless").then((answer) => answer.text())</script>',
      { maxBytes: 500_000 },
      {
        '/endless': (_asked, answer) => {
          const more = (): void => {
            while (!answer.destroyed && answer.write(piece));
          };
          answer.on('drain', more);
          more();
        },
      },
    );
    expect(textOf(outcome)).toBe('TOO_LARGE');
  });

  it('by ending its process fails, and its window is replaced', async () => {
    const { origin, asked } = await site('<script>fetch("/begun")</script>', { '/after': fills });
    const open = run.render(`${origin}/`, { waitFor: '.never', timeoutMs: 60_000 });
    await expect.poll(() => asked).toContain('/begun');
    for (const pid of renderers()) killIfThere(pid);
    expect(textOf(await open)).toBe('RENDER_CRASHED');
    expect(textOf(await run.render(`${origin}/after`, { wanted }))).toContain('forty-two');
  });

  it('by what a wrong certificate covers gives its values without it', async () => {
    const tls = createTlsServer({ key: leafKey, cert: goodCertificate }, (_asked, answer) =>
      answer.setHeader('access-control-allow-origin', '*').end('seen'),
    );
    tls.listen(0, '127.0.0.1');
    await new Promise((resolve) => tls.once('listening', resolve));
    kept({
      close: async () => {
        tls.closeAllConnections();
        await new Promise((resolve) => tls.close(resolve));
      },
    });
    const { port } = tls.address() as AddressInfo;
    const html = `<p id=state>asked</p><script>
      const say = (text) => { document.querySelector('#state').textContent = text; };
      fetch('https://127.0.0.1:${port}/').then((a) => a.text()).then(say, () => say('refused'));
    </script>`;
    expect(textOf(await rendered(html))).toContain('>refused<');
    const { origin } = await site(html);
    const lax = kept(openRun(link, { ignoreTlsErrors: true }));
    expect(textOf(await lax.render(`${origin}/`))).toContain('>seen<');
  });
});

describe('a page on the internet', () => {
  it('reaches neither this computer nor its network by anything that it loads', async () => {
    const inside = await site('', { '/leads': (_asked, answer) => answer.end('inside') });
    const { port } = inside;
    const hosts = ['127.0.0.1', 'localhost', '[::1]', 'printer.local', 'cdn.example.com'];
    const ways = hosts.flatMap((host) => [
      `<script src="http://${host}:${port}/script"></script>`,
      `<iframe src="http://${host}:${port}/frame"></iframe>`,
      `<link rel=stylesheet href="http://${host}:${port}/style">`,
      `<link rel=preconnect href="http://${host}:${port}">`,
      `<script>
        navigator.sendBeacon("http://${host}:${port}/beacon", 'x');
        tries.push(fetch("http://${host}:${port}/fetch", { mode: 'no-cors' }).catch(() => 0));
        tries.push(new Promise((resolve) => {
          new WebSocket("ws://${host}:${port}/socket").onclose = resolve;
        }));
        tries.push(new Promise((resolve) => {
          const code = 'fetch("http://${host}:${port}/worker").catch(() => 0).then(() => postMessage(0))';
          new Worker(URL.createObjectURL(new Blob([code]))).onmessage = resolve;
        }));
      </script>`,
    ]);
    const html = `<p class=value>public</p><script>
        const tries = [new Promise((resolve) => addEventListener('load', resolve))];
      </script>${ways.join('\n')}<script>
        Promise.all(tries).then(() => document.body.insertAdjacentHTML('beforeend', '<p class=tried>'));
      </script>`;
    // Every name leads to this machine.
    const outside = kept(openRun(link, {}, toThisMachine));
    const page = pageOf(`http://shop.example.com:${port}/`, html);
    const outcome = await outside.renderPage(page, { wanted, waitFor: '.tried' });
    expect(textOf(outcome)).toContain('>public<');
    expect(notesOf(outcome)).toEqual([]);
    expect(inside.asked).toEqual([]);
  });
});

/** The processes of pages that the browser of this file has. Linux alone says so in this way. */
function renderers(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return words.includes('--type=renderer') && words.includes('trawl-browser-');
      } catch {
        return false;
      }
    });
}

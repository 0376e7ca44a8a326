import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small shop for pointing: a list of cards, details, and a page that tries all that a page could. */
export interface LampShop {
  readonly origin: string;
  /** The paths that were asked for, in order. */
  readonly asked: string[];
  close(): void;
}

export interface Lamp {
  readonly name: string;
  readonly price: string;
}

export const lamps: readonly Lamp[] = Array.from({ length: 24 }, (_, index) => ({
  name: `Lamp number ${index + 1}`,
  price: `${index + 1}.50 €`,
}));

/** @param pages more pages, by their paths */
export async function startLampShop(
  pages: Readonly<Record<string, Uint8Array>> = {},
): Promise<LampShop> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const more = pages[path];
    const lamp = lamps[Number(/^\/lamp\/(\d+)$/.exec(path)?.[1]) - 1];
    const html = more ?? ownPages[path] ?? (lamp && detail(lamp));
    // Not answered until the site closes.
    if (path === '/never.png') return;
    if (path === '/style.css') {
      response.setHeader('content-type', 'text/css');
      response.end('.product-card { border: 1px solid #ccc; margin: 8px; padding: 8px }');
    } else if (html !== undefined) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(html);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function shell(body: string): string {
  return `<!doctype html><title>Lamps</title><link rel="stylesheet" href="/style.css">
    <header><a class="home" href="/list">All lamps</a></header><main>${body}</main>`;
}

/** Two of the cards are no lamps. */
const letter = '<article class="product-card"><em>Our letter comes once a month.</em></article>';

const cards = `<h1>Lamps</h1><div class="grid">${lamps
  .map(
    ({ name, price }, index) => `<article class="product-card">
      <h2><a href="/lamp/${index + 1}">${name}</a></h2><p class="price">${price}</p>
      <p class="text">It stands on a table and lights it.</p></article>
      ${index % 12 === 11 ? letter : ''}`,
  )
  .join('')}</div>`;

function detail({ name, price }: Lamp): string {
  // One of the first lamps has no colour.
  const colour = name.endsWith(' 3') ? '' : '<dt>Colour</dt><dd class="v">Green</dd>';
  return shell(`<h1 class="title">${name}</h1><p class="price">${price}</p><a class="buy" href="/list">Buy</a>
    <dl><dt>Weight</dt><dd class="v">2 kg</dd>${colour}</dl>`);
}

const waiting = shell('<h1>Patience</h1><img src="/never.png" alt="">');

/** Every sign of a script or of something loaded that must not be is seen in the title or in `asked`. */
const ran = 'document.title="ran"';
const hostile = `<!doctype html><title>quiet</title><link rel="stylesheet" href="/style.css">
  <meta http-equiv="refresh" content="900;url=/refreshed">
  <link rel="preload" as="script" href="/preload.js"><link rel="prefetch" href="/prefetch">
  <link rel="modulepreload" href="/module.js"><link rel="manifest" href="/manifest">
  <link rel="prerender" href="/prerender"><link rel="preconnect" href="//127.0.0.1:1">
  <body onload='${ran}' onclick='${ran}' onmousemove='${ran}' onkeydown='${ran}'>
  <script>${ran}; alert(1); fetch("/fetched"); window.open("/opened"); document.querySelector("h1").click()</script>
  <script src="/script.js"></script><script type="module" src="/module.js"></script>
  <noscript><p id="off">Scripts are off</p></noscript>
  <h1 onclick='${ran}'>Anchor</h1>
  <img src="/missing.png" onerror='${ran}' alt=""><svg onload='${ran}'></svg>
  <iframe src="/frame"></iframe><iframe srcdoc="<script>top.document.title='ran'</script>"></iframe>
  <object data="/object"></object><embed src="/embed"><video src="/video" autoplay></video>
  <a id="js" href='javascript:${ran}'>script</a><a id="window" href="/window" target="_blank">window</a>
  <a id="file" href="/file.zip" download ping="/ping">file</a><a id="local" href="file:///etc/passwd">local</a>
  <form action="/sent"><button id="send" autofocus formaction="/sent">send</button></form>
  <label id="choose">choose <input type="file"></label>
  <div><template shadowrootmode="open"><script>${ran}</script>hidden</template><b id="after">after</b></div>
  <trawl-overlay></trawl-overlay>`;

const ownPages: Readonly<Record<string, string>> = {
  '/list': shell(cards),
  '/waiting': waiting,
  '/hostile': hostile,
};

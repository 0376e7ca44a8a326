/**
 * The bar above the page of a log-in window: its address, and the two ways out. It is a page of Trawl's own,
 * without a script; what it shows is set by main, as text, and its buttons are forms whose navigations main
 * catches.
 */

export const chromeHeight = 92;

const actions = { done: 'https://done.invalid/', cancel: 'https://cancel.invalid/' } as const;
export type ChromeAction = keyof typeof actions;

/** The button that a navigation of the bar stands for; null for none. */
export function actionOf(url: string): ChromeAction | null {
  if (url.startsWith(actions.done)) return 'done';
  return url.startsWith(actions.cancel) ? 'cancel' : null;
}

export interface ChromeState {
  readonly url: string;
  readonly note: string | null;
  readonly isLoading: boolean;
}

/** The script by which main sets what the bar shows. Its values are JSON, and are set as text alone. */
export function setChrome({ url, note, isLoading }: ChromeState): string {
  const { lock, host, rest } = addressOf(url);
  const texts = JSON.stringify({ lock, host, rest, note: note ?? hint });
  return `(() => {
    for (const [id, text] of Object.entries(${escaped(texts)})) document.getElementById(id).textContent = text;
    document.body.dataset.lock = ${JSON.stringify(lock)};
    document.body.dataset.note = ${note !== null};
    document.body.dataset.loading = ${isLoading};
    document.getElementById('address').title = document.getElementById('address').textContent;
  })()`;
}

const hint =
  'Log in as you are used to. Trawl keeps the cookies and local storage of the site, and nothing that you type.';

/** The parts of an address: the host stands out. */
function addressOf(url: string): {
  readonly lock: string;
  readonly host: string;
  readonly rest: string;
} {
  if (!URL.canParse(url)) return { lock: '', host: '', rest: '' };
  const { protocol, host, pathname, search } = new URL(url);
  const lock = protocol === 'https:' ? 'Secure' : protocol === 'http:' ? 'Not secure' : '';
  return { lock, host, rest: lock === '' ? '' : `${pathname}${search}`.slice(0, 500) };
}

/** JSON inside a script: these two end a line there in older engines. */
function escaped(json: string): string {
  return json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

const style = `
:root{color-scheme:light dark;--bg:#f6f8f9;--ink:#1c2a33;--muted:#5b6b75;--line:#d5dde2;--field:#fff;--accent:#0f6c7d;--bad:#9c3a10;--good:#1f6b3f}
@media(prefers-color-scheme:dark){:root{--bg:#1c252b;--ink:#e6eaec;--muted:#9fb0ba;--line:#33424b;--field:#131a1f;--accent:#1d8296;--bad:#ffb38a;--good:#7fd0a0}}
*{box-sizing:border-box}
body{margin:0;height:100vh;padding:8px 10px;background:var(--bg);color:var(--ink);border-bottom:1px solid var(--line);font:14px/1.4 system-ui,sans-serif;overflow:hidden}
.bar{display:flex;gap:8px;align-items:center}
#address{flex:1;min-width:0;height:34px;display:flex;align-items:center;gap:8px;padding:0 10px;background:var(--field);border:1px solid var(--line);border-radius:6px;white-space:nowrap;overflow:hidden}
#lock{flex:none;font-size:12px;color:var(--bad)}
body[data-lock=Secure] #lock{color:var(--good)}
#where{overflow:hidden;text-overflow:ellipsis;color:var(--muted)}
#host{color:var(--ink);font-weight:600}
form{margin:0;flex:none}
button{height:34px;padding:0 14px;border-radius:6px;border:1px solid var(--line);background:var(--field);color:inherit;font:inherit;cursor:pointer}
.done button{background:var(--accent);border-color:var(--accent);color:#fff;font-weight:600}
button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
#note{margin:8px 2px 0;font-size:13px;line-height:17px;height:34px;color:var(--muted);overflow:hidden}
body[data-note=true] #note{color:var(--bad)}
body[data-loading=true] #address{border-bottom-color:var(--accent)}
`;

export const chromePage = `data:text/html;charset=utf-8,${encodeURIComponent(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Log in</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action https://done.invalid https://cancel.invalid">
<style>${style}</style></head>
<body><div class="bar">
<div id="address" role="group" aria-label="Address"><span id="lock"></span><span id="where"><bdi id="host"></bdi><bdi id="rest"></bdi></span></div>
<form action="${actions.cancel}"><button>Cancel</button></form>
<form class="done" action="${actions.done}"><button>Done</button></form>
</div>
<p id="note" role="status"></p></body></html>`)}`;

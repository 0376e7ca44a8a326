import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface TestPage {
  readonly name: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

const folder = resolve(import.meta.dirname, '../../../shared/pages');

/** Pages of the real web where they are available, beside the project; otherwise generated ones. */
export function realPages(): readonly TestPage[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith('.gz')) : [];
  if (files.length === 0) return generatedPages();
  return files.sort().map((file) => ({
    name: file.replace(/\.html\.gz$/, ''),
    body: Uint8Array.from(gunzipSync(readFileSync(resolve(folder, file)))),
  }));
}

/** Small pages with content on which parsers and serializers disagree. */
export function generatedPages(): readonly TestPage[] {
  const bodies = [
    '<title>Plain</title><h1>One &amp; two</h1><p>First<p>Second<ul><li>a<li>b<li>c</ul>',
    '<!doctype html><html lang="en"><head><base href="/sub/"><title>T</title></head><body><a href="x?y=1&amp;z">l</a><img src="i.png"><table><tr><td>1<td>2</table></body></html>',
    '<div class="card"><h2>A</h2><a href="/a">more</a></div><div class="card"><h2>B é “q”</h2></div>',
    '<svg><linearGradient id="g"/></svg><template><p>in template</p></template><p>out</p>',
    '<script>if (a < b) c("</p>")</script><style>p > a {}</style><!-- note --><p> spaced \n out&nbsp;x </p>',
    '<form><input type="checkbox" checked><select><option>one<option value="2" selected>two</select></form>',
    '',
  ];
  return bodies.map((body, index) => ({
    name: `generated-${index + 1}`,
    body: new TextEncoder().encode(body),
  }));
}

/** Pages written for Trawl in the style of real sites, with the bytes that such a server would send. */
export function ownPages(): readonly TestPage[] {
  return pagesIn(resolve(import.meta.dirname, '../pages'));
}

/** Pages as sent by their servers, where they are available beside the project; otherwise none. */
export function rawPages(): readonly TestPage[] {
  const raw = resolve(import.meta.dirname, '../../../shared/raw-pages');
  return existsSync(raw) ? pagesIn(raw) : [];
}

function pagesIn(from: string): readonly TestPage[] {
  const files = readdirSync(from).filter((file) => /\.html(?:\.gz)?$/.test(file));
  return files.sort().map((file) => {
    const bytes = readFileSync(resolve(from, file));
    return {
      name: file.replace(/\.html(?:\.gz)?$/, ''),
      body: Uint8Array.from(file.endsWith('.gz') ? gunzipSync(bytes) : bytes),
    };
  });
}

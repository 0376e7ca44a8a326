import { expect, it } from 'vitest';
import { compileField } from '../compile-field.ts';
import { compileRules } from '../compile-rules.ts';
import { extractPage } from '../extract-page.ts';
import { extractInOnePass } from './extract-in-one-pass.ts';
import { planOnePass } from './one-pass-plan.ts';

const url = 'https://example.com/';
/** Text of which a part is not shown, or is separate; in `.x` and in the elements inside it. */
const pages = [
  'a<div>b</div>c<p>d</p>e<br>f<hr>g',
  'won<b>der</b>ful',
  'a<span hidden>h<i>i</i></span>b<i>c</i>',
  'a<span hidden>h<div>i</div></span>b<div hidden>j</div>c<br hidden>d',
  'a<div>b</div><span hidden>h</span>c',
  'a<span hidden=until-found>h</span>b',
  'a<script>var s = "<b>";</script>b<style>.c{}</style>c',
  'a<dialog>d</dialog>b<dialog open>e</dialog>c',
  '<ul><li>a</li><li>b</li></ul><table><tbody><tr><td>c</td><td>d</td></tr></tbody></table>',
  '<select><option>One</option><option>Two</option></select>',
  'a<details open><summary>S</summary>t</details>b',
  'a<svg><title>t</title><text>x</text><text>y</text></svg>b',
  'a<textarea>t</textarea>b<iframe>f</iframe>c<noscript>n</noscript>d',
  'a<object data=x>o</object>b<object>p</object>c',
];

it.each(pages)('gathers the text that a tree shows: %s', (html) => {
  const page = `<html><head><title>T</title></head><body><div class="x">${html}</div></body></html>`;
  const raw = { body: Buffer.from(page), url, contentType: 'text/html' };
  const selectors = ['.x', '.x *', 'i', 'script', '[hidden]', '[hidden] *', null];
  const fields = selectors.map((css) => ({
    name: 'f',
    ...(css === null ? {} : { css }),
    all: true,
  }));
  const plan = planOnePass(null, selectors, fields.map(compileField));
  const tree = extractPage(raw, { ...compileRules({ fields }), onePass: null });
  expect({ kind: 'rows', encoding: 'utf-8', rows: extractInOnePass(raw, 'utf-8', plan) }).toEqual(
    tree,
  );
});

import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePage } from '#engine/extract/load-page.ts';
import { compileXPath, loadXPath } from '#engine/extract/sources/xpath/compile-xpath.ts';
import { nodeTypes, type XNode, XPathTree } from '#engine/extract/sources/xpath/xpath-tree.ts';
import { textContent } from '#engine/extract/walk.ts';
import { decodeBody, sniffEncoding } from '#engine/page/charset.ts';
import { ownPages, rawPages } from '../setup/real-pages.ts';

/*
 * The values of XPaths are those of Chromium's `document.evaluate`, over real pages. Where the two are meant to
 * differ: Chromium knows XPath 1.0 alone, where `string(//p)` is the first of several; in XPath 3.1 it is an
 * error, as is a sum of what are no numbers. `normalize-space` leaves out non-breaking spaces too, as all of Trawl's
 * texts do. `//svg` finds nothing in Chromium, since SVG has a namespace there; Trawl goes by the name. `//A` finds
 * links in Chromium, and nothing here: names have the case of the page, which is lower case in HTML. The attributes
 * of one element have no order in XPath: `@*` begins with another one.
 */

const chromiumPath = '/usr/bin/chromium-headless-shell';

const expressions = [
  '//title',
  '//a/@href',
  '//a[@href and not(@class)]',
  '/html/body/*[1]',
  '/html/head/meta[@name="description"]/@content',
  '//*[@id]/@id',
  '//*[contains(concat(" ", normalize-space(@class), " "), " title ")]',
  '//div[p]',
  '//div[count(*) > 3]/*[last()]',
  '//ul/li[1]',
  '(//ul/li)[1]',
  '//li[position() mod 2 = 1]',
  '//li[last() - 1]',
  '//p/text()',
  '//p[string-length() > 40]',
  '//h1 | //h2 | //h3',
  '//h2/following-sibling::*[1]',
  '//p/preceding-sibling::*[1]',
  '//a/ancestor::div[1]',
  '//a/ancestor-or-self::*[@class][1]',
  '//table//tr/td[2]',
  '//img/../@href',
  '//a[starts-with(@href, "http")][not(starts-with(@href, "https"))]',
  '//*[self::h1 or self::h2]/descendant::text()',
  '//comment()',
  '//p/following::a[1]',
  '//h2/preceding::p[1]',
  '//script[not(@src)]',
  '//template/*',
  '//noscript/*',
  '//*[translate(name(), "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ") = "H1"]',
  '//input[@type="hidden"]/@value',
  'count(//a)',
  'count(//text())',
  'count(//*)',
  'string((//p)[1])',
  'substring-after(string((//a/@href)[1]), "/")',
  'boolean(//form)',
  'count(//img[@width])',
  'name((//body/*)[2])',
  'concat((//h1)[1], "|", (//h2)[1])',
];

type Value = string | readonly (readonly [name: string, text: string])[];

/** Runs in the page. */
function evaluateThere(expressions: readonly string[]): Value[] {
  return expressions.map((expression) => {
    const found = document.evaluate(expression, document, null, XPathResult.ANY_TYPE, null);
    if (found.resultType === XPathResult.NUMBER_TYPE) return String(found.numberValue);
    if (found.resultType === XPathResult.STRING_TYPE) return found.stringValue;
    if (found.resultType === XPathResult.BOOLEAN_TYPE) return String(found.booleanValue);
    // A set by itself has no order in XPath 1.0; a field takes the first in the order of the page.
    const ordered = XPathResult.ORDERED_NODE_SNAPSHOT_TYPE;
    const nodes = document.evaluate(expression, document, null, ordered, null);
    return Array.from({ length: nodes.snapshotLength }, (_, at): [string, string] => {
      const node = nodes.snapshotItem(at);
      return [node?.nodeName.toLowerCase() ?? '', node?.textContent ?? ''];
    });
  });
}

function evaluateHere(tree: XPathTree, root: XNode, expression: string): Value {
  const found = compileXPath(expression).all(tree, root);
  const isNodes = found.every((one) => typeof one === 'object');
  if (!isNodes) return String(found[0]);
  return (found as readonly XNode[]).map(({ node, nodeType, nodeName, value }) => [
    nodeName.toLowerCase(),
    nodeType === nodeTypes.element && 'children' in node ? textContent(node) : value,
  ]);
}

/** Each takes a second or two; TRAWL_TEST_PAGES=all takes every page. */
const step = process.env['TRAWL_TEST_PAGES'] === 'all' ? 1 : 16;
const pages = [...rawPages(), ...ownPages()].filter(
  ({ body }, at) => body.length < 600_000 && at % step === 0,
);

describe.skipIf(!existsSync(chromiumPath))('the values of XPaths', { timeout: 300_000 }, () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await loadXPath();
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
    const context = await browser.newContext({ javaScriptEnabled: false });
    page = await context.newPage();
  });
  afterAll(() => browser.close());

  it.each(pages.map(({ name, body }) => [name, body] as const))(
    'are those of Chromium: %s',
    async (_, body) => {
      const encoding = sniffEncoding(body, 'text/html');
      const text = decodeBody(body, encoding);
      const url = 'http://page.example/';
      await page.unrouteAll();
      await page.route('**/*', (route) =>
        route.request().url() === url && route.request().isNavigationRequest()
          ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: text })
          : route.abort(),
      );
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      const there = await page.evaluate(evaluateThere, expressions);
      const utf8 = Buffer.from(text);
      const parsed = parsePage({ body: utf8, url, contentType: 'text/html' }, 'html', 'utf-8');
      const tree = new XPathTree(parsed.root);
      const root = tree.of(parsed.root);
      for (const [at, expression] of expressions.entries()) {
        expect(evaluateHere(tree, root, expression), expression).toEqual(there[at]);
      }
    },
  );
});

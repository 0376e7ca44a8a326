import { type Element, isTag } from 'domhandler';
import type { PickedElement } from '#shared/engine-protocol/pick.ts';
import { type Page, parsePage } from '../extract/load-page.ts';
import { findAll } from '../extract/walk.ts';
import { pathOf } from './element-path.ts';
import { Finder } from './finder.ts';

export function pageOf(html: string): Page {
  const raw = { body: Buffer.from(html), url: 'https://example.com/dir/', contentType: null };
  return parsePage(raw, 'html', 'utf-8');
}

/** The first match of a selector, as the window reports it when it is picked. */
export function picked(page: Page, css: string): PickedElement {
  const [element] = new Finder(page).all(css, page.root);
  if (element === undefined) throw new Error(`There is no ${css} in the page.`);
  return pickOf(element);
}

export function pickOf(element: Element): PickedElement {
  return { path: [...pathOf(element)], tag: element.name };
}

export function elementsOf(page: Page): readonly Element[] {
  return findAll(page.root, isTag);
}

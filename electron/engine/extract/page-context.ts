import type { Page } from './load-page.ts';
import { PageFinds } from './sources/page-finds.ts';

/** A page, and what is found in it once for all fields. */
export interface PageContext {
  readonly page: Page;
  readonly finds: PageFinds;
  /** The base URL of relative links; computed when the first link is taken. */
  base: string | null;
}

export function contextOf(page: Page): PageContext {
  return { page, finds: new PageFinds(page), base: null };
}

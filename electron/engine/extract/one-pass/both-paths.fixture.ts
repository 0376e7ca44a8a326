import { compileRules, type ExtractRules } from '../compile-rules.ts';
import { extractPage } from '../extract-page.ts';

export const pageUrl = 'https://example.com/dir/page.html';

export type Rules = Omit<ExtractRules, 'parser'>;

/** What a page gives read in one pass, and by its tree. Fails where the rules need a tree. */
export function bothPaths(body: Uint8Array, rules: Rules, contentType: string | null = null) {
  const compiled = compileRules({ ...rules, parser: 'fast' });
  if (compiled.onePass === null) throw new Error('These rules need a tree.');
  const raw = { body, url: pageUrl, contentType };
  return {
    onePass: extractPage(raw, compiled),
    tree: extractPage(raw, { ...compiled, onePass: null }),
  };
}

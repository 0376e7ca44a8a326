import type { ExtractOutcome } from '#engine/ports/extractor.ts';
import { type CompiledRules, compileRules } from '../compile-rules.ts';
import { extractPage } from '../extract-page.ts';
import type { ExtractRules } from '../extract-rules.ts';

export const pageUrl = 'https://example.com/dir/page.html';

/** The result of a page read in one pass, and by its tree. Fails if the rules need a tree. */
export function bothPaths(
  body: Uint8Array,
  rules: ExtractRules,
  contentType: string | null = null,
) {
  return bothPathsOf(body, inOnePass(rules), contentType);
}

/** The same with rules that are compiled once for many pages. */
export function bothPathsOf(
  body: Uint8Array,
  compiled: CompiledRules,
  contentType: string | null = null,
) {
  const raw = { body, url: pageUrl, contentType };
  return {
    inOnePass: extractPage(raw, compiled),
    tree: extractPage(raw, { ...compiled, onePass: null }),
  };
}

export function onePass(body: Uint8Array, rules: ExtractRules): ExtractOutcome {
  return extractPage({ body, url: pageUrl, contentType: null }, inOnePass(rules));
}

export function inOnePass(rules: ExtractRules): CompiledRules {
  const compiled = compileRules(rules);
  if (compiled.onePass === null) throw new Error('These rules need a tree.');
  return compiled;
}

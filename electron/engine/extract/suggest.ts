import type { Suggestion } from '#shared/engine-protocol/preview.ts';
import type { Page } from './load-page.ts';
export function suggestFields(_page: Page): readonly Suggestion[] {
  return [];
}

import type { ExtractRules } from '../extract/extract-rules.ts';

/** The rules of a job as far as a person can point: rows are the matches of a CSS selector. */
export interface PickedRules extends Pick<ExtractRules, 'fields'> {
  readonly each?: string | undefined;
}

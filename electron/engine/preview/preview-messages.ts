import type { PreviewResult, Suggestion } from '#shared/engine-protocol/preview.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { ExtractRules } from '../extract/extract-rules.ts';
import type { RawPage } from '../page/raw-page.ts';

/** The start data of a preview thread. */
export interface PreviewThreadData {
  /** See `Progress`; its steps are `previewSteps`. */
  readonly progress: SharedArrayBuffer;
}

/** A task of the previewer for its worker, one at a time. */
export type PreviewTask =
  | {
      readonly kind: 'extract';
      readonly raw: RawPage;
      readonly rules: ExtractRules;
      /** Fields that have hung before, each with the sentence that reports it: they are not tried again. */
      readonly hung: ReadonlyMap<number, string>;
    }
  | {
      readonly kind: 'suggest';
      readonly raw: RawPage;
      readonly encoding: string | undefined;
    };

export type PreviewAnswer =
  | { readonly kind: 'extract'; readonly result: PreviewResult }
  | { readonly kind: 'suggest'; readonly suggestions: readonly Suggestion[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The steps of a preview worker. From `firstField` on: field number `step - firstField`. */
export const previewSteps = { idle: 0, page: 1, firstField: 2 } as const;

import type { ExtractOutcome } from '#engine/ports.ts';
import type { PreviewResult, Suggestion } from '#shared/engine-protocol/preview.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { RawPage } from '../page/raw-page.ts';
import type { ExtractRules } from './extract-rules.ts';

/**
 * The start data of an extract worker: the rules of a run, or a previewer, which sends rules with each task.
 */
export type WorkerTask =
  | { readonly kind: 'run'; readonly rules: ExtractRules; readonly progress: SharedArrayBuffer }
  | { readonly kind: 'preview'; readonly progress: SharedArrayBuffer };

/** Pages for a worker, in one message. Their bytes are in one buffer, which is transferred. */
export interface PageBatch {
  readonly buffer: ArrayBuffer;
  readonly pages: readonly BatchedPage[];
}

export interface BatchedPage {
  /** From 1. The worker writes it to `progress[0]` when it begins with the page; 0: it has none. */
  readonly id: number;
  readonly url: string;
  readonly contentType: string | null;
  readonly offset: number;
  readonly length: number;
}

/** The answers of a worker: one message for several pages if they are read quickly. */
export type PageAnswers = readonly PageAnswer[];

export interface PageAnswer {
  readonly id: number;
  readonly outcome: ExtractOutcome;
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

/**
 * The current step of a preview worker: `progress[0]`. From `firstField` on: field number `step -
 * firstField`.
 */
export const previewSteps = { idle: 0, page: 1, firstField: 2 } as const;

import type { AnswerFacts, ExtractOutcome } from '#engine/ports/extractor.ts';
import type { PageToKeep } from '#engine/ports/kept-page.ts';
import type { ExtractRules } from './extract-rules.ts';

/** The start data of an extract worker. */
export interface WorkerTask {
  readonly rules: ExtractRules;
  /** See `Progress`. Its step is the id of the page that is being read. */
  readonly progress: SharedArrayBuffer;
}

/** Pages for a worker, in one message. Their bytes are in one buffer, which is transferred. */
export interface PageBatch {
  readonly buffer: ArrayBuffer;
  readonly pages: readonly BatchedPage[];
}

export interface BatchedPage {
  /** From 1. */
  readonly id: number;
  readonly url: string;
  readonly contentType: string | null;
  readonly keep: PageToKeep | undefined;
  readonly answer: AnswerFacts | undefined;
  readonly offset: number;
  readonly length: number;
}

/** The answers of a worker: one message for several pages if they are read quickly. */
export type PageAnswers = readonly PageAnswer[];

export interface PageAnswer {
  readonly id: number;
  readonly outcome: ExtractOutcome;
}

import type { ExtractOutcome } from '#engine/ports.ts';
import type { ExtractRules } from './compile-rules.ts';

/** What an extract worker is started with: the rules of a run, or a previewer that sends its own. */
export type WorkerTask =
  | { readonly kind: 'run'; readonly rules: ExtractRules; readonly progress: SharedArrayBuffer }
  | { readonly kind: 'preview'; readonly progress: SharedArrayBuffer };

/** Pages for a worker, in one message. Their bytes lie in one buffer, which is transferred. */
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

/** What comes back: one message for several pages where they are quick. */
export type PageAnswers = readonly PageAnswer[];

export interface PageAnswer {
  readonly id: number;
  readonly outcome: ExtractOutcome;
}

import type {
  DataAnswer,
  RenderDocument,
  renderFailureCodes,
} from '#shared/engine-protocol/rendering.ts';

/** The outcome of one page. */
export type RenderResult =
  | {
      readonly kind: 'rendered';
      readonly url: string;
      readonly body: Uint8Array;
      readonly capped: boolean;
      readonly answers: readonly DataAnswer[];
    }
  | {
      readonly kind: 'not-rendered';
      readonly code: (typeof renderFailureCodes)[number];
      readonly detail: string;
      /** The window cannot be used again. */
      readonly broken: boolean;
      /** The page had begun in the window, so that it is the cause. */
      readonly began: boolean;
    }
  | { readonly kind: 'aborted' };

/** Asks the engine for the document to which the script of the page leads; null: none. */
export type AskForDocument = (url: string) => Promise<RenderDocument | null>;

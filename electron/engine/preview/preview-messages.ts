import type {
  DataAnswerInfo,
  PreviewNext,
  PreviewResult,
  Suggestion,
} from '#shared/engine-protocol/preview.ts';
import type { EngineParams, EngineReply } from '#shared/engine-protocol/protocol.ts';
import type { DataAnswer } from '#shared/engine-protocol/rendering.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { NextRule } from '#shared/job/v2/next.ts';
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
      /** A rendered page as it was fetched, to compare the two; null for other pages. */
      readonly fetched: RawPage | null;
      readonly rules: ExtractRules;
      /** Fields that have hung before, each with the sentence that reports it: they are not tried again. */
      readonly hung: ReadonlyMap<number, string>;
    }
  | {
      readonly kind: 'suggest';
      readonly raw: RawPage;
      readonly encoding: string | undefined;
    }
  | { readonly kind: 'answers'; readonly answers: readonly DataAnswer[] }
  | {
      readonly kind: 'next';
      readonly raw: RawPage;
      readonly encoding: string | undefined;
      /** The address that was asked for. */
      readonly asked: string;
      readonly rule: NextRule | undefined;
    }
  | {
      readonly kind: 'pick';
      readonly pick: Pick;
      /** The page is JSON; it stays read while tasks have the same id. Null for any other page. */
      readonly jsonId: string | null;
      readonly raw: RawPage;
      readonly beside: readonly BesidePage[];
      readonly encoding: string | undefined;
    };

/** What is asked about elements of a page: the commands `pick.…` of the protocol. */
export type Pick = {
  [Kind in PickKind]: { readonly kind: Kind; readonly params: EngineParams<`pick.${Kind}`> };
}[PickKind];
export type PickKind = 'element' | 'list' | 'try' | 'marks' | 'members';
export type PickReply<Kind extends PickKind> = EngineReply<`pick.${Kind}`>;

/** Another page of the job; `raw` is null where it is not kept. */
export interface BesidePage {
  readonly url: string;
  readonly raw: RawPage | null;
}

export type PreviewAnswer =
  | { readonly kind: 'extract'; readonly result: PreviewResult }
  | { readonly kind: 'answers'; readonly infos: readonly DataAnswerInfo[] }
  | { readonly kind: 'suggest'; readonly suggestions: readonly Suggestion[] }
  | { readonly kind: 'next'; readonly next: PreviewNext }
  | { readonly kind: 'pick'; readonly reply: PickReply<PickKind> }
  /** The picked element is not there; the problem is a sentence. */
  | { readonly kind: 'no-pick'; readonly problem: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The steps of a preview worker. From `firstField` on: field number `step - firstField`. */
export const previewSteps = { idle: 0, page: 1, firstField: 2 } as const;

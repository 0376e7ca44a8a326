import type { RenderDecision } from '#shared/engine-protocol/run-rendering.ts';

/** What a run has learnt on whether the pages of a host and shape of address need rendering. */
export interface StoredTemplate {
  /** scheme://host:port */
  readonly host: string;
  /** "/product/…" */
  readonly shape: string;
  readonly decision: RenderDecision;
  /** Null where what is stored cannot be read: it is found out again. */
  readonly evidence: StoredEvidence | null;
}

/** The observations of one field in pages where it was empty when they were fetched. */
export interface FieldEvidence {
  /** Pages that were rendered, and those of them in which the field had more values then. */
  readonly looked: number;
  readonly filled: number;
  /** Rendered pages in a row, up to the last one, in which it had not. */
  readonly vain: number;
}

/** The evidence on a template; see `Template`. */
export interface StoredEvidence {
  readonly pages: number;
  readonly rendered: number;
  readonly full: number;
  readonly quiet: number;
  readonly check: number;
  /** For pages in which `each` matched nothing when they were fetched. */
  readonly rows: FieldEvidence | null;
  readonly fields: Readonly<Record<string, FieldEvidence>>;
}

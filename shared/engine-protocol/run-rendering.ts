/**
 * Whether the pages of one shape are rendered. undecided: the evidence is not enough yet. render: rendering
 * fills fields that are empty without it. fetch: it fills none. always, never: a person has decided.
 */
export const renderDecisions = ['undecided', 'render', 'fetch', 'always', 'never'] as const;
export type RenderDecision = (typeof renderDecisions)[number];

/** The decision for the pages of one host and shape of address, and its evidence. */
export interface TemplateLine {
  /** Host and shape: "https://shop.example/product/…". */
  readonly template: string;
  readonly decision: RenderDecision;
  /** Fields that are empty when a page is fetched and full when it is rendered: at most 3 names. */
  readonly filled: readonly string[];
  readonly filledCount: number;
  /** Fields that stay empty in a rendered page: at most 3 names. */
  readonly empty: readonly string[];
  readonly emptyCount: number;
  /** `each` matches nothing in a fetched page, and something in a rendered one. */
  readonly fillsRows: boolean;
  readonly pages: number;
  /** The pages that were rendered, to compare them or to take their fields. */
  readonly rendered: number;
}

/** What a run renders, and why. Its size does not depend on the list. */
export interface RunRendering {
  readonly mode: 'auto' | 'always';
  /** Done and failed pages whose outcome comes from a browser window. */
  readonly pages: number;
  /** For `auto`: the templates with the most pages, at most 20. */
  readonly templates: readonly TemplateLine[];
  readonly templateCount: number;
}

/** The insertion modes (13.2.4.1), except "text" and "in table text", which need no rules of their own. */
export const mode = {
  initial: 0,
  beforeHtml: 1,
  beforeHead: 2,
  inHead: 3,
  inHeadNoscript: 4,
  afterHead: 5,
  inTable: 6,
  inColumnGroup: 7,
  inTableBody: 8,
  inRow: 9,
  afterBody: 10,
  afterAfterBody: 11,
  // The modes from here on take any text.
  inBody: 12,
  inCaption: 13,
  inCell: 14,
  inSelect: 15,
  inSelectInTable: 16,
  inTemplate: 17,
} as const;

export type Mode = (typeof mode)[keyof typeof mode];

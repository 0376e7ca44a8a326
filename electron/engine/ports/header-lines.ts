/**
 * The headers of an answer in one text, in their order: `Name: value` and a line end for each, one character
 * a byte. One text costs less than a list of pairs where it is sent between threads, which happens for every
 * page; `page/header-lines.ts` reads it.
 */
export type HeaderLines = string;

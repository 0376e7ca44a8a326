import type { Element } from 'domhandler';

/** A name in a selector: `.`, `:` and the like get a backslash; a digit at the beginning its number. */
export function cssName(name: string): string {
  return name
    .replace(/[^\w\u00a0-\uffff-]/g, '\\$&')
    .replace(/^(-?)(\d)/, (_, dash: string, digit: string) => `${dash}\\3${digit} `);
}

/** A text in a selector, in quotation marks; parentheses are written so that any reader ends at the right one. */
export function cssString(text: string): string {
  return `"${text.replace(/["\\()]/g, '\\$&')}"`;
}

/** The value of an attribute in a selector, in quotation marks. */
export function cssValue(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** Longer values, or values with control characters, say nothing that lasts. */
export function isWritable(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are refused
  return value.length > 0 && value.length <= 80 && !/[\u0000-\u001f\u007f]/.test(value);
}

/** An element's own name in a selector: `fb:like` has to be written with a backslash. */
export function tagOf({ name }: Element): string {
  return cssName(name);
}

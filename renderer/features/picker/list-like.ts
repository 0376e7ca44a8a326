import { addressLike } from './address-like.ts';

/** What a list becomes where the address of a page's data takes the place of the page. */
export type NewList =
  /** The page was its only line. */
  | { readonly kind: 'alone' }
  /** What the address would be for the other lines is not clear. */
  | { readonly kind: 'unclear'; readonly others: number }
  /** `second` is one that was made, to be tried. */
  | {
      readonly kind: 'made';
      readonly addresses: readonly string[];
      readonly second: string;
      readonly others: number;
    };

/**
 * The addresses of the data for each page of a list, made like the one that is known.
 *
 * @param page the address of the page, and `data` that of its data
 * @param hasPatterns brackets and braces in the lines stand for many URLs, and no address is made of those
 */
export function listLike(
  page: string,
  data: string,
  lines: readonly string[],
  hasPatterns: boolean,
): NewList {
  const own = asUrl(page, page);
  const typed = lines.map((line) => line.trim()).filter((line) => line !== '' && line[0] !== '#');
  const pages = [...new Set(typed.map((line) => asUrl(line, page)))];
  const others = pages.filter((line) => line !== own).length;
  if (others === 0) return { kind: 'alone' };
  const made = pages.map((line) => addressLike(own, data, line));
  const addresses = made.filter((one) => one !== null);
  const second = addresses.find((one) => one !== data);
  const isClear =
    addresses.length === pages.length &&
    new Set(addresses).size === pages.length &&
    !(hasPatterns && typed.some((line) => /[[{]/.test(line)));
  return isClear && second !== undefined
    ? { kind: 'made', addresses, second, others }
    : { kind: 'unclear', others };
}

/** A line as the URL that is asked for; one without a scheme has that of the page. What is no URL stays. */
function asUrl(line: string, page: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(line) ? line : `${new URL(page).protocol}//${line}`;
  if (!URL.canParse(whole)) return line;
  const url = new URL(whole);
  url.hash = '';
  return url.href;
}

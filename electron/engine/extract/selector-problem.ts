import { quoted } from '#shared/plain-text.ts';

/**
 * The problem of a selector, in a plain sentence, with the place if it is known. The parser's own messages
 * are for programmers; each is recognised here by its beginning.
 */
export function selectorProblem(css: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/^\s*\.?\//.test(css)) return 'This looks like XPath; write a CSS selector instead.';
  for (const [pattern, sentence] of sentences) {
    const match = pattern.exec(message);
    if (match !== null) return sentence(css, match[1] ?? '');
  }
  return `This selector cannot be used: ${message}.`;
}

type Sentence = (css: string, detail: string) => string;

const sentences: readonly (readonly [RegExp, Sentence])[] = [
  [
    /^Expected name, found (.*)/s,
    (css, rest) =>
      /^[.#:[]*$/.test(rest)
        ? 'The selector ends where a name should follow.'
        : `A name should follow ${place(css, css.length - rest.length)}.`,
  ],
  [
    /^Unmatched selector: (.*)/s,
    (css, rest) => `The selector cannot be read from ${place(css, css.length - rest.length)} on.`,
  ],
  [
    /^(?:Parenthesis not matched|Missing closing parenthesis)/,
    (css) => `A closing parenthesis is missing after ${place(css, css.lastIndexOf('('))}.`,
  ],
  [/^Empty sub-selector/, () => 'A part of the selector is empty; look for a comma too many.'],
  [
    /^Attribute value didn't end/,
    (css) =>
      `A quotation mark is not closed after ${place(css, Math.max(css.lastIndexOf('"'), css.lastIndexOf("'")))}.`,
  ],
  [
    /^(?:Attribute selector didn't terminate|Expected `=`)/,
    (css) => {
      const [, prefix, name] = /\[\s*([\w-]+):([\w-]+)/.exec(css) ?? [];
      const advice =
        name === undefined
          ? ''
          : ` Write [${prefix}\\:${name}] for an attribute named ${prefix}:${name}.`;
      return `The square bracket at ${place(css, css.lastIndexOf('['))} should look like [name] or [name="value"].${advice}`;
    },
  ],
  [
    /^Did not expect successive traversals/,
    () => 'Two of the signs ">", "+" and "~" follow each other; a name should stand between them.',
  ],
  [/^Comment was not terminated/, () => 'A comment is not closed with "*/".'],
  [
    /^Unknown pseudo-class :([\w-]+)/,
    (css, name) => `There is no pseudo-class ${at(css, name)}.${prefixAdvice(css, name)}`,
  ],
  [
    /^Pseudo-elements are not supported/,
    () =>
      'Pseudo-elements such as "::text" match nothing on a page; choose with "take" what to take.',
  ],
  [
    /^Pseudo(?:-class)? :?([\w-]+) requires an argument/,
    (css, name) => `The pseudo-class ${at(css, name)} needs a value in parentheses.`,
  ],
  [
    /^Pseudo(?:-class)? :?([\w-]+) doesn't have any arguments/,
    (css, name) => `The pseudo-class ${at(css, name)} takes no value in parentheses.`,
  ],
  [
    /^Pseudo-selector ([\w-]+) cannot be quoted/,
    (css, name) => `The selector inside ${at(css, name)} should stand without quotation marks.`,
  ],
  [
    /^n-th rule couldn't be parsed \('(.*)'\)/s,
    (_, rule) =>
      `${quoted(rule)} is not a position; write a number, "odd", "even" or a form such as 2n+1.`,
  ],
  [
    /^Namespaced/,
    (css) => {
      const [, prefix = '*', name = ''] = /([\w-]+)\|([\w-]+)/.exec(css) ?? [];
      if (/^(?:\*|svg|math|html)$/.test(prefix)) {
        return 'Namespaces ("|") are not supported; leave the part before "|" out, or write a prefix as the page has it: dc\\:creator.';
      }
      return `Namespaces ("|") are not supported; write ${prefix}\\:${name} for an element named ${prefix}:${name}.`;
    },
  ],
  [/^Column combinators/, () => 'The sign "||" is not supported.'],
];

/** In `dc:creator` the colon belongs to a name, and has to be written with a backslash. */
function prefixAdvice(css: string, name: string): string {
  const [, prefix] = new RegExp(`([\\w-]+):${name}(?![\\w-(])`, 'i').exec(css) ?? [];
  return prefix === undefined || htmlNames.test(prefix)
    ? ''
    : ` Write ${prefix}\\:${name} for an element named ${prefix}:${name}.`;
}

/** Names before a colon that are elements of HTML rather than prefixes of XML. */
const htmlNames =
  /^(?:a|article|b|body|button|dd|div|dl|dt|em|figure|form|h[1-6]|html|i|img|input|label|li|link|main|nav|ol|option|p|section|select|span|strong|table|tbody|td|textarea|th|tr|ul)$/i;

/** `character 5 (":foo")`, counted from 1. */
function place(css: string, index: number): string {
  const rest = css.slice(index, index + 20);
  return `character ${index + 1} ("${rest}${css.length > index + 20 ? '…' : ''}")`;
}

function at(css: string, name: string): string {
  const index = css.toLowerCase().indexOf(`:${name}`);
  return index < 0 ? `":${name}"` : `":${name}" (character ${index + 1})`;
}

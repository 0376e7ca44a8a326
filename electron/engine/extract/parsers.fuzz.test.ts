import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBody, sniffEncoding } from '../page/charset.ts';
import { compileRules, problemsOfRules } from './compile-rules.ts';
import { extractPage } from './extract-page.ts';

/** Random input in the manner of pages and people: nothing throws, and every text is whole. */

const label = fc.oneof(
  fc.string(),
  fc.constantFrom('utf-8', 'utf8;', '"utf-8"', 'none', 'utf-16', 'gbk', 'iso-2022-jp', 'big5'),
);
const markup = fc
  .array(
    fc.oneof(
      fc.string(),
      label.map((name) => `<meta charset=${name}>`),
      label.map((name) => `<meta http-equiv=content-type content="x; charset=${name}`),
      fc.constantFrom('<!--', '-->', '<meta', '<h1>', '</', '>', '"', "'", '=', '<?xml', '\0'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.from(parts.join(''), 'latin1'));
const body = fc.oneof(
  markup,
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);
const contentType = fc.option(label.map((name) => `text/html; charset=${name}`));

describe('pages that are not what they should be', () => {
  it('have an encoding, and a text without halves of characters', () => {
    fc.assert(
      fc.property(body, contentType, (bytes, type) => {
        const text = decodeBody(bytes, sniffEncoding(bytes, type));
        expect(text.isWellFormed()).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('give rows or a failure', () => {
    const fields = [
      { name: 'a', css: 'h1' },
      { name: 'b', css: 'meta', take: 'count' },
    ];
    fc.assert(
      fc.property(body, (bytes) => {
        const rules = compileRules({ fields });
        const raw = { body: new Uint8Array(bytes), url: 'https://a.example/', contentType: null };
        const outcome = extractPage(raw, rules);
        if (outcome.kind === 'rows') expect(outcome.rows[0]).toHaveLength(2);
        else expect(outcome.failure.code).toBe('NOT_HTML');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('rules that are not what they should be', () => {
  const selector = fc.oneof(
    fc.string(),
    fc
      .array(
        fc.constantFrom(
          'a',
          '.',
          '#',
          '[',
          ']',
          '(',
          ')',
          ':',
          '>',
          ',',
          '"',
          '*',
          ' ',
          'not',
          '\\',
        ),
      )
      .map((parts) => parts.join('')),
  );
  const expression = fc.oneof(
    fc.string(),
    fc
      .array(fc.constantFrom('a', '(', ')', '[', ']', '{', '}', '?', '*', '+', '\\', '<', '1', ','))
      .map((parts) => parts.join('')),
  );

  it('are taken, or named with their place in a sentence', () => {
    fc.assert(
      fc.property(selector, selector, expression, (each, css, match) => {
        const fields = [{ name: 'a', css, clean: [{ match }] }];
        const problems = problemsOfRules({ each, fields });
        for (const { place, message } of problems) {
          expect(['each', 'fields[0].css', 'fields[0].clean[0].match']).toContain(place);
          expect(message).toMatch(/^[A-Z].*\.$/s);
        }
        if (problems.length === 0) compileRules({ each, fields });
      }),
      { numRuns: 3000 },
    );
  });
});

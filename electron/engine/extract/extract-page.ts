import type { ExtractOutcome, Help } from '#engine/ports/extractor.ts';
import { needsScript } from '../page/needs-script.ts';
import { pageLanguage } from '../page/page-language.ts';
import { hasPasswordField } from '../page/password-field.ts';
import { type OpenedPage, openPage, type RawPage } from '../page/raw-page.ts';
import { runsExpression } from './clean-steps.ts';
import type { CompiledField } from './compile-field.ts';
import type { CompiledRules } from './compile-rules.ts';
import { isNothing } from './field-value.ts';
import { parsePage } from './load-page.ts';
import { type CompiledNext, nextInOnePass, nextInTree } from './next-link.ts';
import { extractInOnePass } from './one-pass/extract-in-one-pass.ts';
import { contextOf, type PageContext } from './page-context.ts';
import { failureOf } from './page-failure.ts';
import { rowsOf } from './sources/rows-of.ts';
import { XPathFault } from './sources/xpath/compile-xpath.ts';
import { valueOfRow } from './take-value.ts';

type ReadRows = Extract<ExtractOutcome, { kind: 'rows' }>;

/** Decodes and extracts, with a tree where one is needed: a page's bytes in, its rows out. Never throws. */
export function extractPage(raw: RawPage, rules: CompiledRules): ExtractOutcome {
  try {
    const opened = openPage(raw, rules.encoding);
    if (opened.kind === 'failed') return opened;
    const { kind, encoding } = opened;
    const inOnePass =
      kind === 'html' && rules.onePass !== null
        ? whole(extractInOnePass(raw, encoding, rules.onePass), rules)
        : null;
    let parsed: PageContext | null = null;
    const context = (): PageContext => {
      parsed ??= contextOf(parsePage(raw, kind, encoding));
      return parsed;
    };
    const read = inOnePass ? { rows: inOnePass } : extractRows(context(), rules);
    const next = rules.next && nextOf(raw, opened, rules.next, context);
    const found = next ? { next } : {};
    return { kind: 'rows', encoding, ...read, ...found, ...signs(raw, opened, rules, read.rows) };
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) };
  }
}

/**
 * The same, only where it cannot hang: in one pass and with single values, so that the time is linear in the
 * length of the page, and without the job's own expressions. Null: the page needs a thread that can be ended.
 */
export function extractAtOnce(raw: RawPage, rules: CompiledRules): ExtractOutcome | null {
  const { onePass, each, fields } = rules;
  if (onePass === null || each !== null) return null;
  if (fields.some(({ clean, separator }) => separator !== null || clean.some(runsExpression))) {
    return null;
  }
  try {
    const opened = openPage(raw, rules.encoding);
    if (opened.kind === 'failed') return opened;
    const { kind, encoding } = opened;
    const rows = kind === 'html' ? whole(extractInOnePass(raw, encoding, onePass), rules) : null;
    const next = rows && rules.next ? nextInOnePass(raw, encoding, rules.next) : '';
    if (rows === null || next === null) return null;
    const found = next === '' ? {} : { next };
    return { kind: 'rows', rows, encoding, ...found, ...signs(raw, opened, rules, rows) };
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) };
  }
}

/** The address of the next page; empty for none. */
function nextOf(
  raw: RawPage,
  { kind, encoding }: Extract<OpenedPage, { encoding: string }>,
  next: CompiledNext,
  context: () => PageContext,
): string {
  const quick = kind === 'html' ? nextInOnePass(raw, encoding, next) : null;
  return quick ?? orNothing(() => nextInTree(context(), next));
}

/** What a page of HTML shows beside its rows. */
function signs(
  raw: RawPage,
  { kind, encoding }: Extract<OpenedPage, { encoding: string }>,
  { seesPasswords, seesLanguage, fields }: CompiledRules,
  rows: readonly (readonly string[])[],
): Pick<ReadRows, 'hasPassword' | 'language' | 'needsScript'> {
  if (kind !== 'html') return {};
  const language = seesLanguage ? pageLanguage(raw, encoding) : null;
  const isEmpty = fields.length > 0 && rows.every((row) => row.every((value) => value === ''));
  return {
    ...(seesPasswords ? { hasPassword: hasPasswordField(raw, encoding) } : {}),
    ...(language !== null && { language }),
    ...(isEmpty && needsScript(raw, encoding) ? { needsScript: true } : {}),
  };
}

/**
 * The rows of one pass, unless a value is empty for which the field has other selectors: those are looked up in
 * the tree, so that they cost nothing where they are not needed.
 */
function whole(rows: string[][] | null, { fields }: CompiledRules): string[][] | null {
  if (rows === null || fields.every(({ alternates }) => alternates.length === 0)) return rows;
  const asksOthers = (field: CompiledField, value: string | undefined) =>
    field.alternates.length > 0 && isNothing(field, value ?? '');
  return rows.some((row) => fields.some((field, at) => asksOthers(field, row[at]))) ? null : rows;
}

/** One row for each match of `each`; without it one row, looked up in the whole page. */
function extractRows(
  context: PageContext,
  rules: CompiledRules,
): Pick<ReadRows, 'rows' | 'helped'> {
  if (rules.needsJson) context.finds.wholeJson();
  const helped = new Map<string, Help>();
  const rows = rowsOf(context, rules.each).map((row) =>
    rules.fields.map((compiled, field) =>
      orNothing(() =>
        valueOfRow(context, compiled, row, (alternate) => {
          const key = `${field} ${alternate}`;
          helped.set(key, { field, alternate, rows: (helped.get(key)?.rows ?? 0) + 1 });
        }),
      ),
    ),
  );
  return helped.size === 0 ? { rows } : { rows, helped: [...helped.values()] };
}

/** An XPath that does not fit this page costs its own value, not the other fields. The preview shows why. */
function orNothing(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (error instanceof XPathFault) return '';
    throw error;
  }
}

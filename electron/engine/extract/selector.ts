import { select } from 'cheerio-select';
import { _compileToken as compileTokens } from 'css-select';
import { parse, SelectorType, stringify, type Selector as Token } from 'css-what';
import { type AnyNode, Document, Element, isTag } from 'domhandler';
import { domAdapter } from './dom-adapter.ts';
import { preparePseudoClasses } from './pseudo-classes.ts';
import { selectorProblem } from './selector-problem.ts';
import { findAll, findFirst, type Scope } from './walk.ts';

/** A selector, compiled once. It matches the same elements as `find` of cheerio. */
export interface Selector {
  /** `xml`: names are case-sensitive. */
  first(scope: Scope, xml: boolean): Element | null;
  all(scope: Scope, xml: boolean): readonly Element[];
}

/** The error for a selector that cannot be used; the message is for the person who typed it. */
export class SelectorError extends Error {}

/** @throws SelectorError */
export function compileSelector(css: string): Selector {
  try {
    checkNames(css);
    const tokens = parse(css);
    const plain = withoutPositions(tokens);
    checkArguments(tokens);
    // Compiled even if it is not used: compiling finds every problem of the selector.
    const query = compileQuery(plain, false, placeholders.page);
    const asCheerio = query.shouldTestNextSiblings || plain !== tokens || startsAtScope.test(css);
    return asCheerio ? cheerioSelector(css) : fastSelector(css);
  } catch (error) {
    if (error instanceof SelectorError) throw error;
    throw new SelectorError(selectorProblem(css, error), { cause: error });
  }
}

type Query = ReturnType<typeof compileTokens<AnyNode, Element>>;

/**
 * css-select decides when it compiles whether a selector is looked up inside an element (it is then
 * read as `:scope …`) or in a page, and takes the element itself from `context[0]` when it matches.
 */
const placeholders = {
  page: new Document([]),
  element: new Element('x', {}),
};
placeholders.element.parent = new Element('x', {}, [placeholders.element]);

function compileQuery(tokens: readonly Token[][], xml: boolean, scope: Scope): Query {
  return compilePrepared(prepare(tokens, xml), xml, [scope]);
}

function compilePrepared({ tokens, pseudos }: Prepared, xml: boolean, context: AnyNode[]): Query {
  return compileTokens<AnyNode, Element>(tokens, { ...options(xml, context), pseudos });
}

type Prepared = ReturnType<typeof preparePseudoClasses>;

function prepare(tokens: readonly Token[][], xml: boolean): Prepared {
  return preparePseudoClasses(tokens, (css) => compileQuery(parse(css), xml, placeholders.page));
}

function options(xml: boolean, context: AnyNode[]) {
  // No cache: it would outlive the page, and where matches of `each` nest it would be wrong.
  return { adapter: domAdapter, context, xmlMode: xml, cacheResults: false };
}

/** One walk over the nodes for every look-up, with a query that is compiled only once. */
function fastSelector(css: string): Selector {
  const compile = (xml: boolean, placeholder: Scope) => {
    const context: AnyNode[] = [placeholder];
    let query: Query | null = null;
    return (scope: Scope): Query => {
      query ??= compilePrepared(prepare(parse(css), xml), xml, context);
      context[0] = scope;
      return query;
    };
  };
  const html = {
    page: compile(false, placeholders.page),
    element: compile(false, placeholders.element),
  };
  const xml = {
    page: compile(true, placeholders.page),
    element: compile(true, placeholders.element),
  };
  const queryFor = (scope: Scope, isXml: boolean) => {
    const inElement = isTag(scope) && scope.parent !== null && isTag(scope.parent);
    return (isXml ? xml : html)[inElement ? 'element' : 'page'](scope);
  };
  return {
    first: (scope, isXml) => findFirst(scope, queryFor(scope, isXml)),
    all: (scope, isXml) => findAll(scope, queryFor(scope, isXml)),
  };
}

/** The test that cheerio itself uses for a selector that begins at the scope instead of inside it. */
const startsAtScope = /^\s*(?:[+~]|:scope\b)/;

/** Positions (`:eq`, `:first` …) and siblings of the scope: evaluated by cheerio's own engine, step by step. */
function cheerioSelector(css: string): Selector {
  const all = (scope: Scope, xml: boolean) => {
    const roots = startsAtScope.test(css) ? [scope] : scope.children.filter(isTag);
    const { tokens, pseudos } = prepare(parse(css), xml);
    const root = rootOf(scope);
    return select(stringify(tokens), roots, { ...options(xml, [scope]), pseudos, root });
  };
  return { all, first: (scope, xml) => all(scope, xml)[0] ?? null };
}

function rootOf(scope: Scope): Document {
  let node: AnyNode = scope;
  while (node.parent !== null) node = node.parent;
  return node as Document;
}

/** The pseudo-classes that cheerio adds to CSS: they count matches instead of looking at one. */
const positions = new Set(['first', 'last', 'eq', 'gt', 'nth', 'lt', 'even', 'odd']);

/**
 * The same tokens without positions, for css-select, which does not support them; the same array if there are
 * none.
 */
function withoutPositions(tokens: Token[][]): Token[][] {
  let found = false;
  const plain = tokens.map((part) =>
    part.flatMap((token): Token[] => {
      if (token.type !== SelectorType.Pseudo) return [token];
      if (positions.has(token.name)) {
        found = true;
        return [];
      }
      if (token.name !== 'not' || !Array.isArray(token.data)) return [token];
      const data = withoutPositions(token.data);
      if (data === token.data) return [token];
      found = true;
      return [{ ...token, data }];
    }),
  );
  const everything: Token = { type: SelectorType.Universal, namespace: null };
  return found ? plain.map((part) => (part.length === 0 ? [everything] : part)) : tokens;
}

/** css-what accepts nearly any sign as the beginning of a name: "a..b" would be the class ".b". */
function checkNames(css: string): void {
  const outside = css.replace(/\\.|"[^"]*"|'[^']*'|\[[^\]]*\]|\([^)]*\)/gs, (part) =>
    'x'.repeat(part.length),
  );
  const index = outside.search(/[.#](?:[\s.:#>+~,*]|$)/);
  if (index >= 0) throw new Error(`Expected name, found ${css.slice(index)}`);
}

const needArgument = /^(?:i?contains|text-is|eq|gt|lt|lang|nth|nth-.*)$/;

/** css-select accepts these without an argument and then fails in the middle of a page, or never matches. */
function checkArguments(tokens: Token[][]): void {
  for (const token of tokens.flat()) {
    if (token.type !== SelectorType.Pseudo) continue;
    if (Array.isArray(token.data)) checkArguments(token.data);
    else if (token.data === null && needArgument.test(token.name)) {
      throw new Error(`Pseudo-class :${token.name} requires an argument`);
    }
  }
}

import type * as FontoXPath from 'fontoxpath';
import { ExpressionError, placeIn } from '../expression-error.ts';
import { namespaceOf, type XNode, type XPathTree } from './xpath-tree.ts';

/** An XPath (version 3.1), compiled. It can take any time: it is asked in workers alone. */
export interface XPath {
  /**
   * The nodes and values that it gives for `node`, its context.
   *
   * @throws XPathFault if it does not fit what this page has there
   */
  all(tree: XPathTree, node: XNode): readonly unknown[];
}

/** An XPath that can be used has failed for what a page holds: `string(//h1)` on a page with two of them. */
export class XPathFault extends Error {}

let engine: typeof FontoXPath | null = null;

/** Has to come before `compileXPath`: most jobs do without what it loads. */
export async function loadXPath(): Promise<void> {
  // The package is CommonJS: all that it exports is the default.
  const loaded: { readonly default?: unknown } = await import('fontoxpath');
  engine ??= (loaded.default ?? loaded) as typeof FontoXPath;
}

/** @throws ExpressionError */
export function compileXPath(expression: string): XPath {
  if (engine === null) throw new Error('loadXPath() has to come first.');
  const { evaluateXPath, parseScript } = engine;
  const options: FontoXPath.Options = {
    language: evaluateXPath.XPATH_3_1_LANGUAGE,
    namespaceResolver: namespaceOf,
  };
  const evaluate = (source: string, tree: XPathTree | null, node: XNode | null) => {
    const facade = tree as FontoXPath.IDomFacade | null;
    return evaluateXPath(source, node, facade, {}, evaluateXPath.ALL_RESULTS_TYPE, options);
  };
  try {
    parseScript(expression, options, noNodes, noWriter);
    // The body of a function that is never called: its names are looked up, and nothing is evaluated.
    evaluate(`function() { ${expression}\n}`, null, null);
  } catch (error) {
    throw new ExpressionError(sentenceOf(expression, error), { cause: error });
  }
  return {
    all: (tree, node) => {
      try {
        return evaluate(expression, tree, node);
      } catch (error) {
        if (!isFault(error)) throw error;
        throw new XPathFault(sentenceOf(expression, error), { cause: error });
      }
    },
  };
}

/** The errors of XPath begin with their code (XPath 3.1, appendix F); any other is one of the page or of Trawl. */
function isFault(error: unknown): boolean {
  return error instanceof Error && /^(?:X[PQ]|FO)[A-Z]{2}\d{4}\b/.test(error.message);
}

/** The parser writes what it has read as elements, which are of no use here. */
const noNode = {} as never;
const noNodes: FontoXPath.ISimpleNodesFactory = {
  createAttributeNS: () => noNode,
  createCDATASection: () => noNode,
  createComment: () => noNode,
  createElementNS: () => noNode,
  createProcessingInstruction: () => noNode,
  createTextNode: () => noNode,
};
const noWriter: FontoXPath.IDocumentWriter = {
  insertBefore: () => undefined,
  removeAttributeNS: () => undefined,
  removeChild: () => undefined,
  setAttributeNS: () => undefined,
  setData: () => undefined,
};

/** The problem in a plain sentence; the library's own messages are for programmers. */
function sentenceOf(expression: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, name, count] =
    /XPST0017: Function (?:Q\{[^}]*\})?(\S+) with arity of (\d+)/.exec(message) ?? [];
  if (name !== undefined) {
    return `There is no XPath function ${name}() that takes ${count} value${count === '1' ? '' : 's'}.`;
  }
  const variable = /XPST0008, The variable (\S+)/.exec(message)?.[1];
  if (variable !== undefined) return `There are no variables here: $${variable} has no value.`;
  const [, line, column] = /<>:(\d+):(\d+)/.exec(message) ?? [];
  if (line !== undefined) {
    const lines = expression.split('\n').slice(0, Number(line) - 1);
    const before = lines.reduce((sum, text) => sum + text.length + 1, 0);
    return `This XPath cannot be read ${placeIn(expression, before + Number(column) - 1)}.`;
  }
  const [first = ''] = message.split('\n');
  return `This XPath cannot be used: ${first.replace(/^(?:X[PQ]|FO)\w{2}\d{4}[:,]? ?/, '').replace(/\.$/, '')}.`;
}

import type { JSONPathEnvironment, JSONPathQuery } from 'json-p3';
import { ExpressionError, placeIn } from '../expression-error.ts';
import { type JsonNode, mostJsonLevels } from './read-json.ts';
import { memberOf } from './write-json.ts';

/** A JSONPath (RFC 9535), compiled. Its regular expressions can hang: it is asked in workers alone. */
export interface JsonPath {
  /** The matches in `node`, which is the `$` of the query. */
  all(node: JsonNode): readonly JsonNode[];
  /** The keys that lead to them from `node`. */
  locations(node: JsonNode): readonly (readonly (string | number)[])[];
}

type Parser = typeof import('json-p3');
let parser: Parser | null = null;
let environment: JSONPathEnvironment | null = null;

/** Has to come before `compileJsonPath`: most jobs do without what it loads. */
export async function loadJsonPath(): Promise<void> {
  parser ??= await import('json-p3');
  // The limit counts the value itself as well.
  environment ??= new parser.JSONPathEnvironment({ maxRecursionDepth: mostJsonLevels + 2 });
}

/** @throws ExpressionError */
export function compileJsonPath(query: string): JsonPath {
  if (parser === null || environment === null) throw new Error('loadJsonPath() has to come first.');
  const compiled = compile(query, parser, environment);
  return {
    all: (node) =>
      // Its `query` cannot give more than some hundred thousand matches.
      [...compiled.lazyQuery(node.value)].flatMap(({ location }) => {
        const found = location.reduce<JsonNode | null>((at, key) => at && memberOf(at, key), node);
        return found === null ? [] : [found];
      }),
    locations: (node) => [...compiled.lazyQuery(node.value)].map(({ location }) => location),
  };
}

function compile(
  query: string,
  { JSONPathError }: Parser,
  own: JSONPathEnvironment,
): JSONPathQuery {
  if (!query.startsWith('$')) {
    throw new ExpressionError(
      'A JSONPath begins with "$", which is the value that it looks into: $.items[*].name.',
    );
  }
  if (/\.\s*$/.test(query)) {
    throw new ExpressionError(
      'This JSONPath cannot be read at its end: a name is missing behind the dot.',
    );
  }
  try {
    return own.compile(query);
  } catch (error) {
    if (!(error instanceof JSONPathError)) throw error;
    const reason = error.message.replace(/ \('.*':\d+\)$/s, '');
    const at = error.token?.index ?? 0;
    throw new ExpressionError(`This JSONPath cannot be read ${placeIn(query, at)}: ${reason}.`, {
      cause: error,
    });
  }
}

/** The part of json-p3 that is used here; its package holds no types. */
declare module 'json-p3' {
  export interface JSONPathNode {
    readonly value: unknown;
    readonly location: readonly (string | number)[];
  }
  export interface JSONPathQuery {
    query(value: unknown): Iterable<JSONPathNode>;
    lazyQuery(value: unknown): Iterable<JSONPathNode>;
  }
  export class JSONPathEnvironment {
    constructor(options: { readonly maxRecursionDepth: number });
    /** @throws JSONPathError */
    compile(query: string): JSONPathQuery;
  }
  export class JSONPathError extends Error {
    readonly token: { readonly index: number } | undefined;
  }
}

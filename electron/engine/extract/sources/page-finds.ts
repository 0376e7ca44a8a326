import type { Element } from 'domhandler';
import { assertNever } from '#shared/assert-never.ts';
import type { Page } from '../load-page.ts';
import { findAll, textContent } from '../walk.ts';
import type { CompiledPlace } from './compile-source.ts';
import { linkedThings, thingsOfType } from './json/linked-data.ts';
import { JsonError, type JsonNode, readWholeJson } from './json/read-json.ts';
import { type FoundJson, jsonOfScript, jsonOfVariable, valuesOf } from './json/script-json.ts';
import { comparable, readTable, type Table } from './table/read-table.ts';
import { XPathTree } from './xpath/xpath-tree.ts';

const nothing: FoundJson = { nodes: [], broken: 0 };

/** What the sources of fields have found in a page, so that each is read once for all rows and fields. */
export class PageFinds {
  readonly #page: Page;
  readonly #json = new Map<string, FoundJson>();
  readonly #tables = new Map<Element, Map<string, Table>>();
  #tree: XPathTree | null = null;

  constructor(page: Page) {
    this.#page = page;
  }

  get tree(): XPathTree {
    this.#tree ??= new XPathTree(this.#page.root);
    return this.#tree;
  }

  /** The values at a place; each of them is the `$` of a JSONPath. */
  json(place: CompiledPlace): readonly JsonNode[] {
    return this.found(place).nodes;
  }

  /**
   * The page as JSON, for rules that take nothing else.
   *
   * @throws JsonError, TooDeepError
   */
  wholeJson(): void {
    const node = readWholeJson(this.#page.text);
    this.#json.set(keyOf({ kind: 'page' }), { nodes: [node], broken: 0 });
  }

  /** @throws TooDeepError */
  found(place: CompiledPlace): FoundJson {
    const key = keyOf(place);
    const known = this.#json.get(key) ?? this.#find(place);
    this.#json.set(key, known);
    return known;
  }

  /** @param heads the words of heads that the job names, as they are compared */
  table(element: Element, heads: ReadonlySet<string>): Table {
    const known = this.#tables.get(element) ?? new Map<string, Table>();
    this.#tables.set(element, known);
    const key = [...heads].join('\n');
    const table = known.get(key) ?? readTable(element, (text) => heads.has(comparable(text)));
    known.set(key, table);
    return table;
  }

  #find(place: CompiledPlace): FoundJson {
    const { root, kind } = this.#page;
    switch (place.kind) {
      case 'page':
        return this.#whole();
      case 'linked-data': {
        const all = this.#linkedData();
        const { type } = place;
        return type === null ? all : { ...all, nodes: thingsOfType(all.nodes, type) };
      }
      case 'script':
        return together(place.selector.all(root, kind === 'xml'), jsonOfScript);
      case 'variable': {
        const scripts = findAll(root, ({ name }) => name === 'script');
        const byId = scripts.filter(({ attribs }) => attribs['id'] === place.name);
        if (byId.length > 0) return together(byId, jsonOfScript);
        return together(scripts, (code) => jsonOfVariable(code, place.name));
      }
      default:
        return assertNever(place);
    }
  }

  #whole(): FoundJson {
    try {
      return { nodes: [readWholeJson(this.#page.text)], broken: 0 };
    } catch (error) {
      if (error instanceof JsonError) return { nodes: [], broken: 1 };
      throw error;
    }
  }

  #linkedData(): FoundJson {
    const key = keyOf({ kind: 'linked-data', type: null });
    const known = this.#json.get(key);
    if (known !== undefined) return known;
    const blocks = together(findAll(this.#page.root, isLinkedData), valuesOf);
    const found = { ...blocks, nodes: linkedThings(blocks.nodes) };
    this.#json.set(key, found);
    return found;
  }
}

function together(scripts: readonly Element[], read: (code: string) => FoundJson): FoundJson {
  const found = scripts.map((script) => read(textContent(script)));
  if (found.length === 0) return nothing;
  return {
    nodes: found.flatMap(({ nodes }) => nodes),
    broken: found.reduce((sum, { broken }) => sum + broken, 0),
  };
}

function isLinkedData({ name, attribs }: Element): boolean {
  const [type = ''] = (attribs['type'] ?? '').split(';', 1);
  return name === 'script' && type.trim().toLowerCase() === 'application/ld+json';
}

function keyOf(place: CompiledPlace): string {
  switch (place.kind) {
    case 'page':
      return 'page';
    case 'linked-data':
      return `ld ${place.type ?? ''}`;
    case 'script':
      return `script ${place.css}`;
    case 'variable':
      return `variable ${place.name}`;
    default:
      return assertNever(place);
  }
}

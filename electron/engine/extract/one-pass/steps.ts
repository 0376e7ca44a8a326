import { SelectorType, type Selector as Token } from 'css-what';
import { type ElementTest, elementTest } from './element-test.ts';

/**
 * A part of a selector between two combinators: `.a` and `b` of `.a > b`. Selectors that begin alike
 * share their first steps.
 */
export interface Step {
  readonly index: number;
  /** The tag name in lower case; null: an element of every name. */
  readonly tag: string | null;
  readonly test: ElementTest | null;
  /**
   * The step that must have matched around the element, directly around it with `child`; `row`: the match of
   * `each`.
   */
  readonly parent: Step | 'row' | null;
  readonly child: boolean;
  /** Whether other steps build on this one. */
  isParent: boolean;
  /** Numbers of the targets that an element matches when it matches this step. */
  readonly targets: number[];
}

export class Steps {
  readonly all: Step[] = [];
  readonly #byKey = new Map<string, Step>();

  /** Adds a selector whose matches are those of `target`. */
  add(selector: readonly (readonly Token[])[], target: number): void {
    for (const tokens of selector) {
      let step: Step | 'row' | null = null;
      let child = false;
      let part: Token[] = [];
      for (const token of tokens) {
        if (token.type === SelectorType.Descendant || token.type === SelectorType.Child) {
          if (part.length === 0) {
            step = 'row';
          } else {
            step = this.#step(step, child, part);
            step.isParent = true;
          }
          child = token.type === SelectorType.Child;
          part = [];
        } else {
          part.push(token);
        }
      }
      const { targets } = this.#step(step, child, part);
      if (!targets.includes(target)) targets.push(target);
    }
  }

  #step(parent: Step['parent'], child: boolean, part: readonly Token[]): Step {
    const key = JSON.stringify([
      parent === null || parent === 'row' ? parent : parent.index,
      child,
      part,
    ]);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const name = part.find((token) => token.type === SelectorType.Tag)?.name;
    const step: Step = {
      index: this.all.length,
      tag: name?.toLowerCase() ?? null,
      test: elementTest(part.filter(({ type }) => type !== SelectorType.Tag)),
      parent,
      child,
      isParent: false,
      targets: [],
    };
    this.all.push(step);
    this.#byKey.set(key, step);
    return step;
  }
}

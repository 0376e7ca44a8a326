import type { OnePassPlan, StepsByTag } from './one-pass-plan.ts';
import type { Step } from './steps.ts';
import type { Tag } from './tag.ts';

/** The matches of a step among the open elements, the innermost last. */
interface Matches {
  readonly depths: number[];
  /**
   * The depth of the outermost part of the selector; if it can match in several ways, the deepest. It is
   * never less for a match further inside, which has all the ways of those around it and more.
   */
  readonly starts: number[];
}

const none = 0;

/** Follows the selectors of a plan through a page, each step as elements open and end. */
export class Matcher {
  /** The targets that the tags since `clear` match: `starts` holds the depth at which each match begins. */
  readonly hits: number[] = [];
  readonly starts: number[];
  /** The depth of the innermost row; 0: none, or it is the page. */
  row = 0;
  /** The depth of the deepest open element that further steps build on. */
  watched = 0;
  readonly #plan: OnePassPlan;
  readonly #open: readonly Matches[];
  /** Steps that match open elements, in the order in which those were opened. */
  readonly #remembered: Step[] = [];
  #new: Step[] = [];
  #newStarts: number[] = [];
  /** The number of undecided targets that a step leads to. */
  readonly #needed: number[];
  /** The number of needed steps that a tag could match, by the number of its name. */
  readonly #wanted: number[];

  constructor(plan: OnePassPlan) {
    this.#plan = plan;
    this.#open = plan.steps.map(() => ({ depths: [], starts: [] }));
    this.starts = plan.stepsOf.map(() => none);
    this.#needed = plan.steps.map(() => 0);
    for (const steps of plan.stepsOf) {
      for (const { index } of steps) this.#needed[index] = (this.#needed[index] ?? 0) + 1;
    }
    this.#wanted = plan.countsEverywhere.slice();
  }

  /** The target needs no more matches; its steps lead anywhere in the page. */
  decided(target: number): void {
    for (const step of this.#plan.stepsOf[target] ?? []) {
      const needed = (this.#needed[step.index] ?? 0) - 1;
      this.#needed[step.index] = needed;
      if (needed > 0) continue;
      const { tag } = step;
      const from = tag === null ? 0 : this.#plan.names.id(tag);
      const to = tag === null ? this.#wanted.length : from + 1;
      for (let id = from; id < to; id++) this.#wanted[id] = (this.#wanted[id] ?? 0) - 1;
    }
  }

  /** Whether a tag of this name could match. */
  wants(id: number, inRow: boolean): boolean {
    const known = id < this.#wanted.length ? id : 0;
    return this.#wanted[known] !== 0 || (inRow && this.#plan.inRows[known]?.length !== 0);
  }

  match(id: number, tag: Tag, depth: number, among: StepsByTag): void {
    for (const step of among[id < among.length ? id : 0] ?? []) {
      if (this.#needed[step.index] === 0) continue;
      const start = this.#startOf(step, depth);
      if (start === none || (step.test !== null && !step.test(tag))) continue;
      if (step.isParent) {
        this.#new.push(step);
        this.#newStarts.push(start);
      }
      for (const target of step.targets) {
        const known = this.starts[target] ?? none;
        if (known === none) this.hits.push(target);
        if (start > known) this.starts[target] = start;
      }
    }
  }

  /**
   * The depth at which a match that ends with an element at `depth` begins; `none` if nothing around it fits.
   */
  #startOf({ parent, child }: Step, depth: number): number {
    if (parent === null) return depth;
    if (parent === 'row') return this.row === depth - 1 && depth > 1 ? this.row : none;
    const around = this.#open[parent.index];
    const last = (around?.depths.length ?? 0) - 1;
    if (around === undefined || last < 0) return none;
    return child && around.depths[last] !== depth - 1 ? none : (around.starts[last] ?? none);
  }

  /** Ends the work on a tag; if its element stays `open`, steps inside can build on it. */
  next(depth: number, open: boolean): void {
    for (let hit = this.hits.pop(); hit !== undefined; hit = this.hits.pop()) {
      this.starts[hit] = none;
    }
    if (this.#new.length === 0) return;
    if (open) {
      for (const [index, step] of this.#new.entries()) {
        this.#remember(step, depth, this.#newStarts[index] ?? none);
      }
      this.watched = depth;
    }
    this.#new = [];
    this.#newStarts = [];
  }

  #remember(step: Step, depth: number, start: number): void {
    const matches = this.#open[step.index];
    if (matches === undefined) return;
    matches.depths.push(depth);
    matches.starts.push(start);
    this.#remembered.push(step);
  }

  /** The element at `depth` has ended. */
  forget(depth: number): void {
    if (depth !== this.watched) return;
    for (let step = this.#remembered.at(-1); step !== undefined; step = this.#remembered.at(-1)) {
      const matches = this.#open[step.index];
      const innermost = matches?.depths.at(-1) ?? 0;
      this.watched = innermost;
      if (matches === undefined || innermost < depth) return;
      matches.depths.pop();
      matches.starts.pop();
      this.#remembered.pop();
    }
    this.watched = 0;
  }
}

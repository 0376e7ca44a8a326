import type { TemplateLine } from '#shared/engine-protocol/run-rendering.ts';
import type { Field } from '#shared/job/job.ts';
import { type RenderOverrides, splitTemplate } from '#shared/job/render.ts';
import type { StoredTemplate } from '../../ports/stored-template.ts';
import { Template } from './template.ts';
import { shapeOf } from './url-shape.ts';

/** Further shapes of a host count as one, "/…": addresses without any order would else be a template each. */
const mostShapes = 50;
/** With more templates than this in memory, those that have taught nothing are forgotten, oldest first. */
const mostTemplates = 10_000;
/** A template of fewer pages that were never rendered is not worth a line in the run's file. */
const leastPages = 3;

interface RenderChoiceDeps {
  readonly fields: readonly Field[];
  /** The decisions of the job. */
  readonly overrides: RenderOverrides;
  /** The templates in the run's file; their decisions are newer than those of the job. */
  readonly stored: readonly StoredTemplate[];
}

/** The templates of a run: which pages need a browser, as far as is known. See `Template` for the rule. */
export class RenderChoice {
  readonly #deps: RenderChoiceDeps;
  readonly #overrides: ReadonlyMap<string, 'always' | 'never'>;
  readonly #templates = new Map<string, Template>();
  readonly #shapes = new Map<string, number>();
  readonly #changed = new Set<Template>();

  constructor(deps: RenderChoiceDeps) {
    this.#deps = deps;
    // Three dots are easier to type, and are in no shape.
    this.#overrides = new Map(
      Object.entries(deps.overrides).map(([key, said]) => [key.replaceAll('...', '…'), said]),
    );
    for (const { host, shape, decision, evidence } of deps.stored) {
      const template = this.#add(host, shape);
      if (evidence !== null) template.restore(evidence);
      template.person = decision === 'always' || decision === 'never' ? decision : null;
    }
  }

  get count(): number {
    return this.#templates.size;
  }

  /** @param host scheme://host:port, as the scheduler has it */
  templateOf(host: string, url: string): Template {
    const shape = shapeOf(url);
    const known = this.#templates.get(host + shape);
    if (known !== undefined) return known;
    const isOneTooMany = (this.#shapes.get(host) ?? 0) >= mostShapes;
    return isOneTooMany
      ? (this.#templates.get(`${host}/…`) ?? this.#add(host, '/…'))
      : this.#add(host, shape);
  }

  /** Something of a template is worth storing. */
  touched(template: Template): void {
    if (template.isTelling || template.pages >= leastPages) this.#changed.add(template);
  }

  /** Applies the decision of a person to the pages to come; null: the evidence decides, from the beginning. */
  overrule(key: string, decision: 'always' | 'never' | null): void {
    const { host, shape } = splitTemplate(key);
    const template = this.#templates.get(key) ?? this.#add(host, shape);
    if (decision === null) template.forget();
    else template.person = decision;
    this.#changed.add(template);
  }

  /** The templates that have changed since the last call, in the form of the run's file. */
  takeChanges(): readonly StoredTemplate[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed.map(({ key, decision, evidence }) => ({
      ...splitTemplate(key),
      decision,
      evidence,
    }));
  }

  /** Templates of which pages were rendered or a person has decided come first, then those with many pages. */
  lines(most: number): readonly TemplateLine[] {
    const first: Template[] = [];
    for (const template of this.#templates.values()) {
      const last = first[most - 1];
      if (last !== undefined && !comesBefore(template, last)) continue;
      const place = first.findIndex((other) => comesBefore(template, other));
      first.splice(place < 0 ? first.length : place, 0, template);
      if (first.length > most) first.pop();
    }
    return first.map(({ line }) => line);
  }

  #add(host: string, shape: string): Template {
    this.#makeRoom();
    const key = host + shape;
    const template = new Template(key, this.#deps.fields);
    template.person = this.#overrides.get(key) ?? null;
    this.#templates.set(key, template);
    this.#shapes.set(host, (this.#shapes.get(host) ?? 0) + 1);
    return template;
  }

  /** One step for each template that is added, so that none of them costs a walk over all. */
  #makeRoom(): void {
    if (this.#templates.size < mostTemplates) return;
    const [oldest] = this.#templates.values();
    if (oldest === undefined) return;
    this.#templates.delete(oldest.key);
    if (oldest.isTelling) {
      this.#templates.set(oldest.key, oldest);
      return;
    }
    const { host } = splitTemplate(oldest.key);
    const left = (this.#shapes.get(host) ?? 1) - 1;
    if (left === 0) this.#shapes.delete(host);
    else this.#shapes.set(host, left);
  }
}

function comesBefore(one: Template, other: Template): boolean {
  return one.isTelling === other.isTelling ? one.pages > other.pages : one.isTelling;
}

import { createStore } from 'zustand/vanilla';
import { assertNever } from '#shared/assert-never.ts';
import { definedOf } from '#shared/defined-of.ts';
import type { ElementPath, PickedElement, PickMarks } from '#shared/engine-protocol/pick.ts';
import type { PreviewPage } from '#shared/engine-protocol/preview.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import type { PageViewEvent, ViewMode } from '#shared/ipc/page-view.ts';
import { finishedRules } from '#shared/job/half-typed.ts';
import type { Field } from '#shared/job/job.ts';
import { fieldColor } from './field-colors.ts';
import {
  type ListOffer,
  type PointingPorts,
  type PointingState,
  stateAtFirst,
} from './pointing-state.ts';

const noMarks: PickMarks = { rows: [], fields: [] };
const besidePages = 3;
/** Those that the form of a job takes. */
const mostAlternates = 10;
const editPauseMs = 300;

/**
 * Pointing at elements of a page to make fields: it holds the page view of a job, marks what the fields find,
 * and turns what is picked into fields. The engine computes them.
 */
export class Pointing {
  readonly store = createStore<PointingState>(() => stateAtFirst);
  readonly jobId: string;
  readonly #ports: PointingPorts;
  #shownPage: PreviewPage | null = null;
  #marks: PickMarks = noMarks;
  /** The pages of the list that are kept beside the shown one, by their URLs. */
  #beside: readonly string[] = [];
  readonly #followed = new Set<string>();
  #looks = 0;
  #nextDifferent = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(jobId: string, ports: PointingPorts) {
    this.jobId = jobId;
    this.#ports = ports;
  }

  /** The address of a page that was reached by a link of the view; null for a page of the list. */
  browsedTo(page: PreviewPage | null): string | null {
    return page !== null && this.#followed.has(page.url) ? page.url : null;
  }

  /** The page takes the place of the table of fields, until `close`. */
  open(): void {
    this.store.setState({ open: true });
  }

  /** Its view goes away by `hide`, as its pane does. */
  close(): void {
    this.store.setState({ open: false });
  }

  /** The view goes away; it comes back with the tab. */
  async hide(): Promise<void> {
    this.#shownPage = null;
    this.#cancelTimer?.();
    this.store.setState({
      view: 'none',
      hovered: '',
      offer: null,
      anew: null,
      problem: null,
    });
    await this.#quietly(this.#ports.send('page-view.close', {}));
    // What the page has fetched is for those who look at it.
    await this.#quietly(this.#ports.send('preview.forget-answers', { key: this.jobId }));
  }

  /** Shows the page of the preview, if it is not shown yet. */
  async show(): Promise<void> {
    const page = this.#ports.page();
    if (page === null || page === this.#shownPage) return;
    this.#shownPage = page;
    this.#beside = [];
    // A look at the page before that is still under way counts no more.
    this.#looks += 1;
    this.#marks = noMarks;
    this.store.setState({
      view: 'loading',
      hovered: '',
      problem: null,
      offer: null,
      anew: null,
      picked: null,
      tried: [],
    });
    try {
      if (page.isJson) {
        await this.#quietly(this.#ports.send('page-view.close', {}));
        if (this.#shownPage !== page) return;
        this.store.setState({ view: 'tree', mode: 'pick', marks: stateAtFirst.marks });
      } else {
        await this.#ports.send('page-view.open', { jobId: this.jobId });
        if (this.#shownPage !== page) return;
        await this.#ports.send('page-view.mode', { mode: this.store.getState().mode });
        this.store.setState({ view: 'shown' });
      }
      await this.look();
      await this.#keepOthers(page);
    } catch (error) {
      if (this.#shownPage !== page) return;
      this.store.setState({ view: 'none', problem: toErrorReply(error).message });
    }
  }

  /** Marks what the fields find now, and tries them on other pages, after a pause in the typing. */
  lookSoon(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#ports.after(editPauseMs, () => void this.look());
  }

  async look(): Promise<void> {
    const page = this.#shownPage;
    const { view } = this.store.getState();
    if (page === null || (view !== 'shown' && view !== 'tree')) return;
    this.#looks += 1;
    const mine = this.#looks;
    const { each, fields } = finishedRules(this.#ports.rules());
    try {
      const key = this.jobId;
      const marks = await this.#ports.send('pick.marks', { key, url: page.url, each, fields });
      if (mine !== this.#looks) return;
      this.#marks = marks;
      await this.#mark();
      if (fields.length === 0 || this.#beside.length === 0) {
        this.store.setState({ tried: [] });
        return;
      }
      const urls = [page.url, ...this.#beside];
      const tried = await this.#ports.send('pick.try', { key, each, fields, urls });
      if (mine === this.#looks) this.store.setState({ tried });
    } catch (error) {
      if (mine === this.#looks) this.#fail(error);
    }
  }

  async setMode(mode: ViewMode): Promise<void> {
    this.store.setState({ mode, hovered: '', anew: null });
    // A tree has no other page to lead to, and what a click does is known here.
    if (this.#shownPage?.isJson === true) return;
    await this.#try(this.#ports.send('page-view.mode', { mode }));
  }

  /** Gives the page the keyboard. */
  async takeKeys(): Promise<void> {
    if (this.store.getState().mode !== 'pick') await this.setMode('pick');
    await this.#try(this.#ports.send('page-view.focus', {}));
  }

  /** Opens the row of a field, and brings what it finds into sight. */
  choose(place: number | null): void {
    this.store.setState({ chosen: place, anew: null });
    const [first] = place === null ? [] : (this.#marks.fields[place]?.matches ?? []);
    if (first !== undefined) void this.#reveal(first);
  }

  /** The next pick replaces what the field takes, and keeps its name. Called again, it no longer does. */
  pickAnew(place: number): void {
    const { anew } = this.store.getState();
    this.store.setState({ anew: anew === place ? null : place });
    if (anew !== place) void this.setMode('pick').then(() => this.store.setState({ anew: place }));
  }

  /** Takes something else from the element that was picked. */
  takeOther(place: number, take: string): void {
    const { fields } = this.#ports.rules();
    this.#ports.edit({
      fields: fields.map((field, index) =>
        index === place ? withTake(field, take as NonNullable<Field['take']>) : field,
      ),
    });
  }

  askSecond(): void {
    const { offer } = this.store.getState();
    if (offer) this.store.setState({ offer: { ...offer, state: 'asks-second' } });
    void this.setMode('pick');
  }

  async refuseList(): Promise<void> {
    this.store.setState({ offer: null });
    await this.#mark();
  }

  /** The list takes the place of the fields so far. */
  async makeList(): Promise<void> {
    const { offer } = this.store.getState();
    if (!offer) return;
    const { each, fields } = this.#ports.rules();
    const made = offer.list.fields.map(({ field }) => field);
    this.store.setState({ offer: null, chosen: null, picked: null, anew: null });
    this.#ports.edit({ each: offer.list.each, fields: made });
    this.#ports.tellReplaced(() => this.#ports.edit({ each, fields }));
    await this.#mark();
  }

  /** Brings the next row that looks different into sight. */
  showDifferent(): void {
    const different = this.store.getState().offer?.list.different ?? [];
    const path = different[this.#nextDifferent % different.length];
    this.#nextDifferent += 1;
    if (path) void this.#reveal(path);
  }

  /** What has happened in the view. */
  async hear(event: PageViewEvent): Promise<void> {
    switch (event.kind) {
      case 'hovered':
        this.store.setState({ hovered: event.name });
        return;
      case 'picked':
        return this.#try(this.#pick(event.element));
      case 'followed': {
        const page = this.#shownPage;
        if (page === null) return;
        this.#followed.add(withoutHash(event.url));
        this.#ports.follow(withoutHash(event.url), page.finalUrl);
        return;
      }
      case 'left':
        this.store.setState({ hovered: '' });
        return;
      case 'gone':
        this.#shownPage = null;
        this.store.setState({
          view: 'none',
          problem: 'The view of the page has ended. Fetch the page again to show it.',
        });
        return;
      default:
        return assertNever(event);
    }
  }

  async #pick(element: PickedElement): Promise<void> {
    const page = this.#shownPage;
    if (page === null) return;
    const { anew, offer } = this.store.getState();
    this.store.setState({ problem: null });
    if (offer?.state === 'asks-second') return this.#pickSecond(page, offer, element);
    const known = this.#fieldAt(element.path);
    if (anew === null && known !== null) return this.choose(known);
    const { each, fields } = finishedRules(this.#ports.rules());
    const { picked, list } = await this.#ports.send('pick.element', {
      key: this.jobId,
      url: page.url,
      element,
      each,
      names: fields.map(({ name }) => name),
      beside: [...this.#beside],
    });
    if (this.#shownPage !== page) return;
    const now = this.#ports.rules().fields;
    const place = anew ?? now.length;
    const replaced = now[place];
    const isLost = this.#marks.fields[place]?.matches.length === 0;
    const field =
      replaced === undefined ? picked.field : pickedAnew(picked.field, replaced, isLost);
    this.#ports.edit({ fields: now.toSpliced(place, 1, field) });
    this.#nextDifferent = 0;
    this.store.setState({
      chosen: place,
      anew: null,
      picked: { place, field: picked },
      offer: list && { list, first: element, second: null, place, state: 'one' },
    });
  }

  async #pickSecond(page: PreviewPage, offer: ListOffer, second: PickedElement): Promise<void> {
    const { first, place } = offer;
    const names: string[] = [];
    const key = this.jobId;
    const found = await this.#ports.send('pick.list', { key, url: page.url, first, second, names });
    if (this.#shownPage !== page) return;
    if (found.kind === 'none') {
      this.store.setState({ problem: found.why });
      return;
    }
    this.#nextDifferent = 0;
    this.store.setState({ offer: { list: found.list, first, second, place, state: 'two' } });
    await this.#mark();
  }

  /** The place of the field that takes this element; null for none. */
  #fieldAt(path: ElementPath): number | null {
    const wanted = path.join('.');
    const place = this.#marks.fields.findIndex(({ matches }) =>
      matches.some((match) => match.join('.') === wanted),
    );
    return place < 0 ? null : place;
  }

  async #mark(): Promise<void> {
    const { offer } = this.store.getState();
    const marks = {
      fields: this.#marks.fields.map(({ name, matches }, place) => ({
        name,
        color: fieldColor(place),
        // The second pick of a list is the same thing as the first, in another row.
        paths: [
          ...matches,
          ...(offer?.second && offer.place === place ? [offer.second.path] : []),
        ].map((path) => [...path]),
      })),
      rows: (offer?.list.paths ?? this.#marks.rows).map((path) => [...path]),
      different: (offer?.list.different ?? []).map((path) => [...path]),
    };
    if (this.#shownPage?.isJson === true) this.store.setState({ marks });
    else await this.#try(this.#ports.send('page-view.mark', { marks }));
  }

  /**
   * Keeps a few more pages of the list, on which the fields are tried. A page that cannot be had is left out; no site
   * is asked where the shown page is a kept one.
   */
  async #keepOthers(page: PreviewPage): Promise<void> {
    const others = [...new Set(this.#ports.sample())].filter((url) => url !== page.url);
    const kept: string[] = [];
    const runId = this.#ports.keptRun();
    const keptBy = runId === null ? {} : { kept: { runId, only: page.isKept } };
    for (const url of others.slice(0, besidePages)) {
      const fetched = await this.#ports
        .send('preview.fetch', { jobId: this.jobId, url, refresh: false, beside: true, ...keptBy })
        .catch(() => null);
      if (fetched !== null) kept.push(fetched.url);
    }
    if (this.#shownPage !== page || kept.length === 0) return;
    this.#beside = kept;
    await this.look();
  }

  async #reveal(path: ElementPath): Promise<void> {
    if (this.#shownPage?.isJson === true) this.store.setState({ revealed: [...path] });
    else await this.#try(this.#ports.send('page-view.reveal', { path: [...path] }));
  }

  async #try(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The view is going away, so that no problem of it matters. */
  async #quietly(work: Promise<unknown>): Promise<void> {
    await work.catch(() => undefined);
  }

  #fail(error: unknown): void {
    const { code, message } = toErrorReply(error);
    if (code !== 'CANCELLED') this.store.setState({ problem: message });
  }
}

const withoutHash = (url: string): string => url.split('#', 1)[0] ?? url;

/**
 * Only where the value comes from is picked anew; its name, and all that is said of the value, stays.
 *
 * @param isLost the field has found nothing on this page: its selector stays as an alternate, for the pages on which
 * it does, such as those from before a class was renamed
 */
function pickedAnew(picked: Field, replaced: Field, isLost: boolean): Field {
  const alternates = isLost ? withSelectorOf(picked, replaced) : picked.alternates;
  const { css, xpath, json, in: place, table, answer, take, all, separator } = picked;
  const { name, type, decimal, dates, clean, required, unique } = replaced;
  const source = { css, alternates, xpath, json, in: place, table, answer, take, all, separator };
  const value = { type, decimal, dates, clean, required, unique };
  return { name, ...definedOf(source), ...definedOf(value) };
}

/** Not for a value of JSON, nor where something else is taken from the element: alternates take the same by selectors. */
function withSelectorOf(picked: Field, replaced: Field): string[] | undefined {
  const hasNone = replaced.css === undefined || replaced.css.trim() === '';
  if (picked.css === undefined || hasNone || replaced.take !== picked.take) {
    return picked.alternates;
  }
  const all = [...(picked.alternates ?? []), replaced.css, ...(replaced.alternates ?? [])];
  return [...new Set(all)].filter((css) => css !== picked.css).slice(0, mostAlternates);
}

function withTake(field: Field, take: NonNullable<Field['take']>): Field {
  const { take: _before, ...others } = field;
  return take === 'text' ? others : { ...others, take };
}

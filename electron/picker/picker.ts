import type { PickerEvent, PickerSettings } from '#shared/ipc/page-view.ts';
import { elementAt, nameOf, pathOf } from './element-path.ts';
import { Overlay } from './overlay.ts';
import { type Step, stepFrom, stepKeys } from './steps.ts';

/**
 * The picker: outlines, marks and names elements of the page that is shown, and says which one a person picks.
 * It runs in a world of its own beside the page, whose scripts are off; main drives it and distrusts what it
 * says. Timers do not run there, and only main asks for what has happened: see `next`.
 */
class Picker {
  readonly #overlay = new Overlay();
  #mode: PickerSettings['mode'] = 'pick';
  #current: Element | null = null;
  /** The element from which the person came up by the keys. */
  #cameFrom: Element | null = null;
  #events: PickerEvent[] = [];
  #wake: (() => void) | null = null;

  constructor() {
    this.#overlay.takePointer(true);
    const { host } = this.#overlay;
    host.addEventListener('pointermove', (event) => this.#point(event));
    host.addEventListener('pointerleave', () => this.#show(null));
    host.addEventListener('click', (event) => {
      if (!event.isTrusted) return;
      this.#point(event);
      this.#pick();
    });
    host.addEventListener('wheel', (event) => this.#scroll(event), { passive: true });
    addEventListener('keydown', (event) => this.#key(event), true);
    for (const name of ['click', 'auxclick'] as const) {
      addEventListener(name, (event) => this.#follow(event), true);
    }
    for (const name of ['submit', 'dragstart', 'drop'] as const) {
      addEventListener(name, (event) => event.preventDefault(), true);
    }
  }

  /** Resolves with what has happened, as soon as something has. */
  async next(): Promise<readonly PickerEvent[]> {
    if (this.#events.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const events = this.#events;
    this.#events = [];
    return events;
  }

  set({ mode, marks }: PickerSettings): void {
    if (mode !== this.#mode) this.#show(null);
    this.#mode = mode;
    this.#overlay.takePointer(mode === 'pick');
    this.#overlay.mark(marks);
  }

  /** Brings an element into sight. */
  reveal(path: readonly number[]): void {
    elementAt(path)?.scrollIntoView({ block: 'center', inline: 'nearest' });
    this.#overlay.draw();
  }

  /** The keyboard has come: it goes on where the pointer is, or begins at the first heading. */
  begin(): void {
    if (this.#mode !== 'pick') return;
    this.#show(
      this.#current ?? document.querySelector('h1') ?? document.body?.firstElementChild ?? null,
    );
  }

  #point({ clientX, clientY }: MouseEvent): void {
    const found = document
      .elementsFromPoint(clientX, clientY)
      .find((element) => this.#isPart(element) && element !== document.documentElement);
    this.#cameFrom = null;
    if (found !== this.#current) this.#show(found ?? null);
  }

  #isPart(element: Element): boolean {
    return element !== this.#overlay.host;
  }

  #show(element: Element | null): void {
    this.#current = element;
    const name = element === null ? '' : nameOf(element);
    this.#overlay.hover(element, name);
    this.#tell({ kind: 'hovered', name });
  }

  #key(event: KeyboardEvent): void {
    if (!event.isTrusted) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#tell({ kind: 'left' });
      return;
    }
    if (this.#mode !== 'pick' || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepKeys[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (this.#current === null) this.begin();
      else this.#step(this.#current, step);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#pick();
    } else if (event.key === 'Tab') {
      event.preventDefault();
      this.#tell({ kind: 'left' });
    }
  }

  #step(from: Element, step: Step): void {
    const next = stepFrom(from, step, this.#cameFrom, (element) => this.#isPart(element));
    if (next === null) return;
    this.#cameFrom = step === 'parent' ? from : null;
    this.#show(next);
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #pick(): void {
    const path = this.#current && pathOf(this.#current);
    if (this.#mode !== 'pick' || !this.#current || !path) return;
    this.#tell({ kind: 'picked', element: { path, tag: this.#current.localName } });
  }

  /** The pointer is over the overlay, so that parts of the page that scroll by themselves are moved here. */
  #scroll({ deltaX, deltaY }: WheelEvent): void {
    let inner = this.#current;
    while (inner !== null && inner !== document.body && inner !== document.documentElement) {
      const { overflowY, overflowX } = getComputedStyle(inner);
      const before = inner.scrollTop + inner.scrollLeft;
      if (/auto|scroll/.test(overflowY)) inner.scrollTop += deltaY;
      if (/auto|scroll/.test(overflowX)) inner.scrollLeft += deltaX;
      if (inner.scrollTop + inner.scrollLeft !== before) return;
      inner = inner.parentElement;
    }
  }

  /** Links lead nowhere by themselves: main is told of them, and the engine fetches what they lead to. */
  #follow(event: MouseEvent): void {
    const link = event
      .composedPath()
      .find((target): target is HTMLAnchorElement => isLink(target as Element));
    if (link === undefined) return;
    event.preventDefault();
    if (this.#mode !== 'browse' || !event.isTrusted || event.button > 1) return;
    const { href } = link;
    if (!/^https?:\/\//i.test(href)) return;
    if (sameDocument(href)) document.getElementById(decodeHash(href))?.scrollIntoView();
    else this.#tell({ kind: 'followed', url: href });
  }

  #tell(event: PickerEvent): void {
    // Only the last element under the pointer counts.
    if (event.kind === 'hovered' && this.#events.at(-1)?.kind === 'hovered') this.#events.pop();
    if (this.#events.length < 50) this.#events.push(event);
    this.#wake?.();
    this.#wake = null;
  }
}

function isLink(target: Element): boolean {
  return target instanceof HTMLAnchorElement || target instanceof HTMLAreaElement;
}

function sameDocument(href: string): boolean {
  const [page, hash] = href.split('#', 2);
  return hash !== undefined && page === location.href.split('#', 1)[0];
}

function decodeHash(href: string): string {
  const hash = href.slice(href.indexOf('#') + 1);
  try {
    return decodeURIComponent(hash);
  } catch {
    // An escape that is none.
    return hash;
  }
}

export type PickerApi = Pick<Picker, 'next' | 'set' | 'reveal' | 'begin'>;

declare global {
  var trawlPicker: PickerApi | undefined;
}

globalThis.trawlPicker ??= new Picker();

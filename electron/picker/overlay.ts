import type { ViewMarks } from '#shared/ipc/page-view.ts';
import { elementAt } from './element-path.ts';

const hoverColor = '#0b677c';
const rowColor = '#5d6b75';
const differentColor = '#b02c2c';
/** The most marks on screen; more could not be told apart. */
const mostBoxes = 1000;

interface Mark {
  readonly element: Element;
  readonly color: string;
  /** Shown at the first mark of a field. */
  readonly label: string;
  readonly style: 'field' | 'row' | 'different';
}

/**
 * Outlines over the page, in a closed shadow root behind the body: no element of the page changes its place,
 * neither on screen nor among its siblings. While elements are picked it takes the pointer, so that nothing of
 * the page itself can be clicked.
 */
export class Overlay {
  readonly host = document.createElement('trawl-overlay');
  readonly #marks = document.createElement('div');
  readonly #hover = document.createElement('div');
  #shown: readonly Mark[] = [];
  #hovered: { readonly element: Element; readonly name: string } | null = null;
  #frame = 0;

  constructor() {
    const root = this.host.attachShadow({ mode: 'closed' });
    this.#marks.ariaHidden = 'true';
    this.#hover.ariaHidden = 'true';
    root.append(this.#marks, this.#hover);
    document.documentElement.append(this.host);
    addEventListener('scroll', () => this.draw(), { capture: true, passive: true });
    addEventListener('resize', () => this.draw());
    new ResizeObserver(() => this.draw()).observe(document.documentElement);
    // Pictures and styles that arrive later move what they are beside.
    addEventListener('load', () => this.draw(), true);
  }

  takePointer(taken: boolean): void {
    style(this.host, {
      all: 'initial',
      position: 'fixed',
      inset: '0',
      display: 'block',
      'z-index': '2147483647',
      overflow: 'hidden',
      cursor: 'crosshair',
      'pointer-events': taken ? 'auto' : 'none',
    });
  }

  mark({ fields, rows, different }: ViewMarks): void {
    const odd = new Set(different.map((path) => path.join('.')));
    this.#shown = [
      ...rows
        .filter((path) => !odd.has(path.join('.')))
        .flatMap((path) => markAt(path, rowColor, '', 'row')),
      ...different.flatMap((path) => markAt(path, differentColor, 'looks different', 'different')),
      ...fields.flatMap(({ name, color, paths }) =>
        paths.flatMap((path, index) => markAt(path, color, index === 0 ? name : '', 'field')),
      ),
    ];
    this.draw();
  }

  hover(element: Element | null, name: string): void {
    this.#hovered = element && { element, name };
    this.draw();
  }

  /** Once a frame, however often it is called. */
  draw(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const boxes: HTMLElement[] = [];
      const named: DOMRect[] = [];
      for (const mark of this.#shown) {
        const rect = visible(mark.element);
        if (rect === null) continue;
        boxes.push(...boxOf(rect, mark, named));
        if (mark.label !== '') named.push(rect);
        if (boxes.length >= mostBoxes) break;
      }
      this.#marks.replaceChildren(...boxes);
      const rect = this.#hovered && visible(this.#hovered.element);
      this.#hover.replaceChildren(...(rect ? hoverBox(rect, this.#hovered?.name ?? '') : []));
    });
  }
}

function markAt(
  path: readonly number[],
  color: string,
  label: string,
  kind: Mark['style'],
): readonly Mark[] {
  const element = elementAt(path);
  return element === null ? [] : [{ element, color, label, style: kind }];
}

/** The place of an element on screen; null if it has none there. */
function visible(element: Element): DOMRect | null {
  const rect = element.getBoundingClientRect();
  const isOff =
    rect.bottom < 0 || rect.right < 0 || rect.top > innerHeight || rect.left > innerWidth;
  return isOff || (rect.width === 0 && rect.height === 0) ? null : rect;
}

/** @param named boxes that have a name already, beside which this one's has to stand */
function boxOf(
  rect: DOMRect,
  { color, label, style: kind }: Mark,
  named: readonly DOMRect[],
): readonly HTMLElement[] {
  const border = {
    field: `2px solid ${color}`,
    row: `1px dashed ${color}`,
    different: `2px dashed ${color}`,
  };
  const box = placed(rect, {
    outline: border[kind],
    'outline-offset': kind === 'field' ? '1px' : '3px',
    'border-radius': '2px',
    background: kind === 'row' ? 'transparent' : `${color}1f`,
    // Seen on a dark page as well.
    'box-shadow': kind === 'field' ? '0 0 0 4px rgba(255, 255, 255, 0.55)' : 'none',
  });
  if (label === '') return [box];
  const beside = named.filter(
    ({ top, right }) => Math.abs(top - rect.top) < 18 && Math.abs(right - rect.right) < 60,
  );
  return [box, chip(rect, label, color, 'above', beside.length)];
}

function hoverBox(rect: DOMRect, name: string): readonly HTMLElement[] {
  const box = placed(rect, {
    outline: `2px solid ${hoverColor}`,
    background: `${hoverColor}26`,
    'box-shadow': '0 0 0 3px rgba(255, 255, 255, 0.7)',
  });
  return [box, chip(rect, name, hoverColor, 'below')];
}

/**
 * A name at a box: at the right end of its upper edge, or below it, where it hides the least of the page.
 *
 * @param before the number of names that stand there already
 */
function chip(
  rect: DOMRect,
  text: string,
  color: string,
  side: 'above' | 'below',
  before = 0,
): HTMLElement {
  const height = 18;
  const px = (value: number): string => `${Math.max(0, value)}px`;
  // Beside a narrow box, which the name would cover.
  const beside = rect.width > 160 ? null : Math.min(rect.right + 4, innerWidth - 80);
  const place =
    side === 'below'
      ? {
          top: px(Math.min(rect.bottom + 4, innerHeight - height)),
          left: px(Math.min(rect.left, innerWidth - 80)),
        }
      : {
          top: px(rect.top - height / 2),
          ...(beside === null
            ? { right: px(document.documentElement.clientWidth - rect.right + 8 + before * 64) }
            : { left: px(beside) }),
        };
  const made = document.createElement('div');
  style(made, {
    position: 'absolute',
    ...place,
    'max-width': '320px',
    height: `${height}px`,
    padding: '0 6px',
    'border-radius': '3px',
    background: color,
    color: '#ffffff',
    font: `500 12px/${height}px system-ui, sans-serif`,
    overflow: 'hidden',
    'text-overflow': 'ellipsis',
    'white-space': 'nowrap',
    'pointer-events': 'none',
  });
  made.textContent = text;
  return made;
}

function placed(rect: DOMRect, more: Readonly<Record<string, string>>): HTMLElement {
  const made = document.createElement('div');
  style(made, {
    position: 'absolute',
    top: `${rect.top}px`,
    left: `${rect.left}px`,
    width: `${rect.width}px`,
    height: `${rect.height}px`,
    'pointer-events': 'none',
    ...more,
  });
  return made;
}

/** By the CSSOM, which no policy of the page forbids, and before any rule of the page. */
function style(element: HTMLElement, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    element.style.setProperty(name, value, 'important');
  }
}

/** Where an arrow key leads from an element: to its parent, its first child, its neighbours. */
export type Step = 'parent' | 'child' | 'before' | 'after';

export const stepKeys: Readonly<Record<string, Step>> = {
  ArrowUp: 'parent',
  ArrowDown: 'child',
  ArrowLeft: 'before',
  ArrowRight: 'after',
};

/**
 * The element that a step leads to; null where there is none. What is not drawn is passed over. Going down leads
 * back to where the person came up from.
 */
export function stepFrom(
  element: Element,
  step: Step,
  cameFrom: Element | null,
  isPart: (element: Element) => boolean,
): Element | null {
  const drawn = (candidate: Element): boolean => isPart(candidate) && isDrawn(candidate);
  switch (step) {
    case 'parent': {
      const parent = element.parentElement;
      return parent === document.documentElement ? null : parent;
    }
    case 'child':
      if (cameFrom?.parentElement === element) return cameFrom;
      return [...element.children].find(drawn) ?? null;
    case 'before':
      return nextOf(element, (current) => current.previousElementSibling, drawn);
    case 'after':
      return nextOf(element, (current) => current.nextElementSibling, drawn);
  }
}

function nextOf(
  element: Element,
  next: (element: Element) => Element | null,
  drawn: (element: Element) => boolean,
): Element | null {
  let current = next(element);
  while (current !== null && !drawn(current)) current = next(current);
  return current;
}

function isDrawn(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 || height > 0;
}

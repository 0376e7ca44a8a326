import type { ViewBounds } from '#shared/ipc/page-view.ts';

export interface PlacePorts {
  /** Puts the view over its holder. */
  readonly place: (bounds: ViewBounds) => void;
  /** Something of the page lies over the holder, which the view would hide. */
  readonly cover: () => void;
}

/** Points a side, at which the page is asked what lies on top. */
const probes = 12;

/**
 * Keeps the page view over its holder: where the window is resized, where something moves the holder, and where
 * a menu, a dialog or a notice would be hidden by the view, which lies above the whole page. Returns the function
 * that ends it.
 */
export function keepInPlace(holder: HTMLElement, ports: PlacePorts): () => void {
  let last = '';
  let frame = 0;
  const check = (): void => {
    frame = 0;
    const bounds = aboveNotices(holder.getBoundingClientRect());
    const now = isCovered(holder, bounds) ? 'covered' : JSON.stringify(bounds);
    if (now === last) return;
    last = now;
    if (now === 'covered') ports.cover();
    else ports.place(bounds);
  };
  const soon = (): void => {
    if (frame === 0) frame = requestAnimationFrame(check);
  };
  const resizes = new ResizeObserver(soon);
  resizes.observe(holder);
  resizes.observe(document.body);
  const changes = new MutationObserver(soon);
  changes.observe(document.body, {
    subtree: true,
    childList: true,
    attributeFilter: ['style', 'class', 'hidden'],
  });
  addEventListener('resize', soon);
  soon();
  return () => {
    cancelAnimationFrame(frame);
    resizes.disconnect();
    changes.disconnect();
    removeEventListener('resize', soon);
  };
}

/** Notices stand at the lower edge for a while: the view ends above them. */
function aboveNotices({ x, y, width, height, right, bottom }: DOMRect): ViewBounds {
  let end = bottom;
  for (const notice of document.querySelectorAll('.mantine-Notification-root')) {
    const rect = notice.getBoundingClientRect();
    const overlaps = rect.left < right && rect.right > x && rect.top < end && rect.bottom > y;
    if (overlaps) end = Math.max(y, rect.top - 8);
  }
  return { x, y, width, height: Math.min(height, end - y) };
}

function isCovered(holder: HTMLElement, { x, y, width, height }: ViewBounds): boolean {
  for (let row = 0; row < probes; row += 1) {
    for (let column = 0; column < probes; column += 1) {
      const on = document.elementFromPoint(
        x + ((column + 0.5) * width) / probes,
        y + ((row + 0.5) * height) / probes,
      );
      if (on !== null && !holder.contains(on)) return true;
    }
  }
  return false;
}

/** The part of uPlot's interface that is needed here. */
interface Chart {
  setSize(size: { readonly width: number; readonly height: number }): void;
  redraw(rebuildPaths: boolean): void;
}

/**
 * Keeps a chart at the size of its container, and in the colours of the scheme; returns the function that
 * stops this.
 */
export function followPlace(chart: Chart, place: HTMLElement): () => void {
  const resize = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = place;
    if (width > 0 && height > 0) chart.setSize({ width, height });
  });
  resize.observe(place);
  // A canvas keeps the colours with which it was drawn.
  const repaint = new MutationObserver(() => chart.redraw(false));
  repaint.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
  return () => {
    resize.disconnect();
    repaint.disconnect();
  };
}

/** The part of uPlot's chart that is needed here. */
interface Chart {
  setSize(size: { readonly width: number; readonly height: number }): void;
  redraw(rebuildPaths: boolean): void;
}

/** Keeps a chart as large as its place, and in the colours of the scheme; returns how to stop. */
export function followPlace(chart: Chart, place: HTMLElement): () => void {
  const resize = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = place;
    if (width > 0 && height > 0) chart.setSize({ width, height });
  });
  resize.observe(place);
  // A canvas keeps the colours that it was drawn with.
  const repaint = new MutationObserver(() => chart.redraw(false));
  repaint.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
  return () => {
    resize.disconnect();
    repaint.disconnect();
  };
}

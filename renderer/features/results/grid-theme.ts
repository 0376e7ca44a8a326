import { themeQuartz } from 'ag-grid-community';

/** The colours are the page's variables, so that light and dark need no second theme. */
export const gridTheme = themeQuartz.withParams({
  accentColor: 'var(--trawl-accent)',
  backgroundColor: 'var(--trawl-body)',
  foregroundColor: 'var(--mantine-color-text)',
  borderColor: 'var(--trawl-border)',
  chromeBackgroundColor: 'var(--trawl-raised)',
  headerBackgroundColor: 'var(--trawl-raised)',
  headerTextColor: 'var(--trawl-muted)',
  headerFontWeight: 400,
  headerFontSize: '12px',
  headerColumnResizeHandleColor: 'var(--trawl-border)',
  headerColumnResizeHandleHeight: '60%',
  rowHoverColor: 'var(--trawl-hover)',
  selectedRowBackgroundColor: 'var(--trawl-selected)',
  oddRowBackgroundColor: 'var(--trawl-body)',
  fontFamily: 'var(--mantine-font-family)',
  fontSize: '13px',
  browserColorScheme: 'inherit',
  spacing: '5px',
  cellHorizontalPadding: '8px',
  // An even number: beyond 16.8 million pixels, which 600,000 rows fill, Chromium positions by whole pairs.
  rowHeight: '28px',
  headerHeight: '30px',
  iconSize: '12px',
  wrapperBorder: false,
  wrapperBorderRadius: '0px',
});

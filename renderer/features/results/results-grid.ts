import {
  CellApiModule,
  type CellFocusedEvent,
  CellStyleModule,
  ColumnApiModule,
  createGrid,
  EventApiModule,
  type GridApi,
  type GridOptions,
  type IGetRowsParams,
  InfiniteRowModelModule,
  type IRowNode,
  RowApiModule,
  RowStyleModule,
  ScrollApiModule,
} from 'ag-grid-community';
import type { ResultLine, ResultView } from '#shared/engine-protocol/results.ts';
import { putValue } from './clipboard.ts';
import type { ColumnLayout } from './column-memory.ts';
import { gridTheme } from './grid-theme.ts';
import { blockLines, type LineGrid } from './line-source.ts';
import type { LineColumn } from './result-columns.ts';
import { containsRow, extendTo, firstRow, type RowRange, rowsIn, singleRow } from './row-range.ts';

const modules = [
  CellApiModule,
  CellStyleModule,
  ColumnApiModule,
  EventApiModule,
  InfiniteRowModelModule,
  RowApiModule,
  RowStyleModule,
  ScrollApiModule,
];

/** Blocks that are kept out of sight, so that scrolling a little back shows rows at once. */
const keptBlocks = 20;
/** The class of a selected row; AG Grid's own selection includes only rows that were loaded. */
const selectedClass = 'line-selected';

interface GridEvents {
  /** Called for a block in this order; null where the answer is outdated. */
  readonly block: (
    offset: number,
    sort: ResultView['sort'],
  ) => Promise<{ readonly lines: readonly ResultLine[]; readonly total: number } | null>;
  /** Called with the line that has the focus now. */
  readonly onFocus: (line: ResultLine) => void;
  /** Enter or a double click. */
  readonly onOpen: (line: ResultLine) => void;
  readonly onLayout: (layout: ColumnLayout) => void;
  /** Called when the person copies several selected lines. */
  readonly onCopyRows: (offset: number, rows: number) => void;
  /** Called when one cell is copied. */
  readonly onCopyCell: (line: ResultLine, colId: string, shown: string) => void;
}

/** AG Grid set up for the results: rows in blocks, a range of lines selected, text and no HTML. */
export class ResultsGrid implements LineGrid {
  readonly #host: HTMLElement;
  readonly #events: GridEvents;
  readonly #api: GridApi<ResultLine>;
  readonly #listening = new AbortController();
  #range: RowRange | null = null;
  #extending = false;
  /** The line that was last reported as focused. */
  #told: ResultLine | null = null;

  /**
   * An empty grid, which `setColumns` and `start` complete. Doing all in one task would block the page for a
   * tenth of a second.
   */
  constructor(host: HTMLElement, events: GridEvents, nonce: string) {
    this.#host = host;
    this.#events = events;
    const { signal } = this.#listening;
    // The browser fires a copy event at the selected text and, where there is none, at the body instead of
    // the focus.
    document.addEventListener('copy', (event) => this.#onCopy(event), { signal });
    host.addEventListener('keydown', (event) => this.#onKey(event), { signal, capture: true });
    host.addEventListener(
      'mousedown',
      (event) => {
        this.#extending = event.shiftKey;
        // A click with Shift would select the text between two clicks.
        if (event.shiftKey) event.preventDefault();
      },
      { signal, capture: true },
    );
    host.addEventListener('mouseover', tooltips(), { signal });
    this.#api = createGrid(host, this.#options(nonce), { modules });
  }

  /** @param sort the order in which the lines are first requested */
  setColumns(columns: LineColumn[], sort: ResultView['sort']): void {
    const sorted = columns.map((column) =>
      column.colId === sort?.column
        ? { ...column, initialSort: sort?.descending ? ('desc' as const) : ('asc' as const) }
        : column,
    );
    this.#api.setGridOption('columnDefs', sorted);
  }

  /** Starts the requests of the grid for lines. */
  start(): void {
    this.#api.setGridOption('datasource', { getRows: (params) => void this.#getRows(params) });
  }

  setRowCount(rows: number): void {
    this.#api.setRowCount(rows, true);
  }

  fill(offset: number, lines: readonly ResultLine[]): void {
    const failed: IRowNode<ResultLine>[] = [];
    this.#api.forEachNode((node) => {
      const line = node.rowIndex === null ? undefined : lines[node.rowIndex - offset];
      if (!line || node.data) return;
      node.setData(line);
      if (line.error !== null) failed.push(node);
    });
    // A cell takes its column span only when it is created, and the error spans several columns.
    if (failed.length > 0) this.#api.redrawRows({ rowNodes: failed });
  }

  reload(): void {
    this.#api.refreshInfiniteCache();
  }

  /** Whether no line has been chosen and the grid has not been scrolled. */
  isUntouched(): boolean {
    return !this.#api.getFocusedCell() && this.#api.getVerticalPixelRange().top === 0;
  }

  sortBy({ column, descending }: NonNullable<ResultView['sort']>): void {
    const sort = descending ? 'desc' : 'asc';
    this.#api.applyColumnState({
      state: [{ colId: column, sort }],
      defaultState: { sort: null },
    });
  }

  /** The rows change: the old selection no longer applies. */
  unselect(): void {
    this.#select(null);
    this.#api.clearFocusedCell();
  }

  toTop(): void {
    if (this.#api.getDisplayedRowCount() > 0) this.#api.ensureIndexVisible(0, 'top');
  }

  focus(): void {
    const cell = this.#api.getFocusedCell();
    if (cell) this.#api.setFocusedCell(cell.rowIndex, cell.column);
  }

  /** The focused line, if it is loaded. */
  focusedLine(): ResultLine | null {
    const cell = this.#api.getFocusedCell();
    return cell ? (this.#api.getDisplayedRowAtIndex(cell.rowIndex)?.data ?? null) : null;
  }

  destroy(): void {
    this.#listening.abort();
    this.#api.destroy();
  }

  #options(styleNonce: string): GridOptions<ResultLine> {
    return {
      defaultColDef: {
        sortable: true,
        resizable: true,
        suppressHeaderMenuButton: true,
      },
      columnTypes: { number: { cellClass: 'number', headerClass: 'ag-right-aligned-header' } },
      theme: gridTheme,
      ...(styleNonce === '' ? {} : { styleNonce }),
      rowModelType: 'infinite',
      cacheBlockSize: blockLines,
      maxBlocksInCache: keptBlocks,
      maxConcurrentDatasourceRequests: 2,
      // Blocks that only fly past while the scrollbar is dragged are not requested.
      blockLoadDebounceMillis: 40,
      // Rows rendered beyond the visible ones; a small number keeps every frame of a fast scroll short.
      rowBuffer: 4,
      suppressMultiSort: true,
      animateRows: false,
      suppressDragLeaveHidesColumns: true,
      suppressNoRowsOverlay: true,
      // The arrow keys move inside the grid; Tab leaves it, or a million lines would trap the keyboard focus.
      tabToNextCell: () => false,
      rowClassRules: {
        [selectedClass]: ({ rowIndex }) =>
          rowsIn(this.#range) > 1 && containsRow(this.#range, rowIndex),
        'line-failed': ({ data }) => data?.state === 'failed',
      },
      onCellFocused: (event) => this.#onFocus(event),
      onModelUpdated: () => this.#tellFocus(),
      onCellDoubleClicked: ({ data }) => data && this.#events.onOpen(data),
      onColumnResized: ({ finished, source }) => {
        if (finished && source !== 'api') this.#tellLayout();
      },
      onColumnMoved: ({ finished }) => {
        if (finished) this.#tellLayout();
      },
    };
  }

  async #getRows(params: IGetRowsParams<ResultLine>): Promise<void> {
    const sort = params.sortModel[0];
    const block = await this.#events.block(
      params.startRow,
      sort ? { column: sort.colId, descending: sort.sort === 'desc' } : null,
    );
    if (block) params.successCallback([...block.lines], block.total);
    else params.failCallback();
  }

  #onFocus({ rowIndex }: CellFocusedEvent<ResultLine>): void {
    if (rowIndex === null) return;
    this.#select(this.#extending ? extendTo(this.#range, rowIndex) : singleRow(rowIndex));
    this.#tellFocus();
  }

  /** Called also when a line is loaded that had the focus before. */
  #tellFocus(): void {
    const line = this.focusedLine();
    if (line === null || line === this.#told) return;
    this.#told = line;
    this.#events.onFocus(line);
  }

  #goTo(row: number): void {
    const cell = this.#api.getFocusedCell();
    if (!cell || row < 0) return;
    this.#api.ensureIndexVisible(row);
    this.#api.setFocusedCell(row, cell.column);
  }

  #onKey(event: KeyboardEvent): void {
    this.#extending = event.shiftKey;
    const inCell = event.target instanceof Element && event.target.closest('.ag-cell') !== null;
    if (!inCell) return;
    const last = this.#api.getDisplayedRowCount() - 1;
    const withControl = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter') {
      const line = this.focusedLine();
      if (line) this.#events.onOpen(line);
    } else if (withControl && event.key.toLowerCase() === 'a' && last >= 0) {
      this.#select({ anchor: 0, head: last });
    } else if (withControl && event.key === 'Home') {
      this.#goTo(0);
    } else if (withControl && event.key === 'End') {
      this.#goTo(last);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #onCopy(event: ClipboardEvent): void {
    const cell = this.#api.getFocusedCell();
    if (!cell || !this.#host.contains(document.activeElement)) return;
    event.preventDefault();
    if (this.#range !== null && rowsIn(this.#range) > 1) {
      this.#events.onCopyRows(firstRow(this.#range), rowsIn(this.#range));
      return;
    }
    const rowNode = this.#api.getDisplayedRowAtIndex(cell.rowIndex);
    if (!rowNode?.data) return;
    const shown: unknown = this.#api.getCellValue({ rowNode, colKey: cell.column });
    const text = String(shown ?? '');
    putValue(event, text);
    this.#events.onCopyCell(rowNode.data, cell.column.getColId(), text);
  }

  #select(range: RowRange | null): void {
    const shownBefore = rowsIn(this.#range) > 1;
    this.#range = range;
    const several = rowsIn(range) > 1;
    if (!shownBefore && !several) return;
    for (const row of this.#host.querySelectorAll('.ag-row')) {
      const selected = several && containsRow(range, Number(row.getAttribute('row-index')));
      row.classList.toggle(selectedClass, selected);
      row.setAttribute('aria-selected', String(selected));
    }
  }

  #tellLayout(): void {
    this.#events.onLayout(
      this.#api.getColumnState().map(({ colId, width }) => ({ colId, width: width ?? 100 })),
    );
  }
}

/** A delay, so that rows which only scroll past under the pointer are not measured. */
const tooltipAfterMs = 200;

/** Gives a cut cell or heading a tooltip when the pointer is over it: a title on every cell would be slow. */
function tooltips(): (event: MouseEvent) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return ({ target }) => {
    clearTimeout(timer);
    const cell =
      target instanceof HTMLElement ? target.closest('.ag-cell, .ag-header-cell-text') : null;
    if (!(cell instanceof HTMLElement)) return;
    timer = setTimeout(() => {
      cell.title = cell.scrollWidth > cell.clientWidth ? (cell.textContent ?? '') : '';
    }, tooltipAfterMs);
  };
}

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

/** Blocks that are kept when they are out of sight: scrolling a little back shows rows at once. */
const keptBlocks = 20;
/** The class of a selected row; AG Grid's own selection knows only rows that were loaded once. */
const selectedClass = 'line-selected';

interface GridEvents {
  /** The grid wants a block in this order; null where the answer is of no more use. */
  readonly block: (
    offset: number,
    sort: ResultView['sort'],
  ) => Promise<{ readonly lines: readonly ResultLine[]; readonly total: number } | null>;
  /** The line that has the focus now. */
  readonly onFocus: (line: ResultLine) => void;
  /** Enter or a double click. */
  readonly onOpen: (line: ResultLine) => void;
  readonly onLayout: (layout: ColumnLayout) => void;
  /** Several lines are selected and the person copies. */
  readonly onCopyRows: (offset: number, rows: number) => void;
  /** One cell is copied. */
  readonly onCopyCell: (line: ResultLine, colId: string, shown: string) => void;
}

/** AG Grid as the results need it: rows by blocks, a range of lines selected, text and no HTML. */
export class ResultsGrid implements LineGrid {
  readonly #host: HTMLElement;
  readonly #events: GridEvents;
  readonly #api: GridApi<ResultLine>;
  readonly #listening = new AbortController();
  #range: RowRange | null = null;
  #extending = false;
  /** The line that the focus was last told of. */
  #told: ResultLine | null = null;

  /**
   * An empty grid: `setColumns` and `start` make the rest of it. All of it in one task would hold up
   * the page for a tenth of a second.
   */
  constructor(host: HTMLElement, events: GridEvents, nonce: string) {
    this.#host = host;
    this.#events = events;
    const { signal } = this.#listening;
    // A copy begins at the selected text and, where there is none, not at the focus but at the body.
    document.addEventListener('copy', (event) => this.#onCopy(event), { signal });
    host.addEventListener('keydown', (event) => this.#onKey(event), { signal, capture: true });
    host.addEventListener(
      'mousedown',
      (event) => {
        this.#extending = event.shiftKey;
        // Shift would select the text between two clicks.
        if (event.shiftKey) event.preventDefault();
      },
      { signal, capture: true },
    );
    host.addEventListener('mouseover', tooltips(), { signal });
    this.#api = createGrid(host, this.#options(nonce), { modules });
  }

  /** @param sort the order that the lines are first asked for in */
  setColumns(columns: LineColumn[], sort: ResultView['sort']): void {
    const sorted = columns.map((column) =>
      column.colId === sort?.column
        ? { ...column, initialSort: sort?.descending ? ('desc' as const) : ('asc' as const) }
        : column,
    );
    this.#api.setGridOption('columnDefs', sorted);
  }

  /** From now on the grid asks for lines. */
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
    // A cell learns only when it is made that it spans others, as the error does.
    if (failed.length > 0) this.#api.redrawRows({ rowNodes: failed });
  }

  reload(): void {
    this.#api.refreshInfiniteCache();
  }

  /** No line has been chosen, and the grid has not been scrolled. */
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

  /** The rows become others: what was chosen among them is no longer meant. */
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

  /** The line in focus, if it is loaded. */
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
      // While the scrollbar is dragged, blocks that only fly past are not asked for.
      blockLoadDebounceMillis: 40,
      // Rows that are made beyond the visible ones; fewer of them keep every frame of a fast scroll short.
      rowBuffer: 4,
      suppressMultiSort: true,
      animateRows: false,
      suppressDragLeaveHidesColumns: true,
      suppressNoRowsOverlay: true,
      // Arrows move in the grid; Tab leaves it, or a million lines would keep the keyboard in.
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

  /** Also when a line arrives that was in focus before it was loaded. */
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

/** Long enough that rows which only scroll past under the pointer are not measured. */
const tooltipAfterMs = 200;

/** Gives a cell or a heading that is cut a tooltip when it is pointed at: a title on every cell would cost. */
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

import type { ColDef, IHeaderParams, IInnerHeaderComponent } from 'ag-grid-community';
import type { StoreApi } from 'zustand/vanilla';
import type { ColumnHealth } from '#shared/engine-protocol/column-health.ts';
import type { ResultLine } from '#shared/engine-protocol/results.ts';
import { formatCount, formatPercent } from '#shared/format.ts';

export type HealthStore = StoreApi<readonly ColumnHealth[]>;

interface HealthParams {
  readonly field: string;
  readonly health: HealthStore;
}

/** The heading of a field's column, with a bar for the share of its rows that are filled. */
export function withHealth(field: string, health: HealthStore): ColDef<ResultLine> {
  const innerHeaderComponentParams: HealthParams = { field, health };
  return {
    headerComponentParams: { innerHeaderComponent: HealthHeader, innerHeaderComponentParams },
  };
}

class HealthHeader implements IInnerHeaderComponent {
  readonly #element = document.createElement('span');
  readonly #name = document.createElement('span');
  readonly #bar = document.createElement('span');
  readonly #note = document.createElement('span');
  #stop = (): void => undefined;

  init({ displayName, field, health }: IHeaderParams & HealthParams): void {
    this.#element.className = 'health-header';
    this.#name.className = 'ag-header-cell-text';
    this.#name.textContent = displayName;
    this.#bar.className = 'health-bar';
    this.#bar.append(document.createElement('span'));
    this.#note.className = 'health-note';
    this.#element.append(this.#name, this.#note, this.#bar);
    const show = (columns: readonly ColumnHealth[]): void =>
      this.#show(columns.find((column) => column.field === field));
    show(health.getState());
    this.#stop = health.subscribe(show);
  }

  getGui(): HTMLElement {
    return this.#element;
  }

  refresh(): boolean {
    return false;
  }

  destroy(): void {
    this.#stop();
  }

  #show(column: ColumnHealth | undefined): void {
    const isKnown = column !== undefined && column.rows > 0;
    this.#bar.hidden = !isKnown;
    this.#note.textContent = '';
    if (!isKnown) return;
    const { rows, filled, misfits } = column;
    const share = this.#bar.firstElementChild;
    if (share instanceof HTMLElement) share.style.width = `${(filled / rows) * 100}%`;
    const parts = [
      ...(filled < rows ? [formatPercent(filled, rows)] : []),
      ...(misfits > 0 ? [`${formatCount(misfits)} misfits`] : []),
    ];
    this.#note.textContent = parts.join(', ');
    this.#note.dataset['bad'] = String(misfits > 0 || filled === 0);
    this.#element.title = `${formatCount(filled)} of ${formatCount(rows)} rows are filled`;
  }
}

import { assertNever } from '#shared/assert-never.ts';
import type { ColumnFilter } from '#shared/engine-protocol/results.ts';
import type { RunWarning } from '#shared/engine-protocol/run-warnings.ts';

/** What the window can do about a warning; `name` is on the button. */
export type WarningAction =
  /** Opens the fields at this one; null: at what stands above them. */
  | { readonly kind: 'fields'; readonly name: string; readonly field: string | null }
  | { readonly kind: 'log-in' | 'options' | 'list'; readonly name: string }
  /** Shows the rows that the warning is about: by a column, or by a text that they hold. */
  | { readonly kind: 'rows'; readonly name: string; readonly column: ColumnFilter }
  | { readonly kind: 'text'; readonly name: string; readonly text: string };

export function actionsOf(warning: RunWarning): readonly WarningAction[] {
  switch (warning.kind) {
    case 'log-in':
      return [{ kind: 'log-in', name: 'Log in…' }];
    case 'home-page':
      return [{ kind: 'text', name: 'Show one', text: warning.exampleUrl }];
    case 'same-page':
      return [{ kind: 'text', name: 'Show rows', text: warning.url }];
    case 'needs-script':
      return [{ kind: 'options', name: 'Render pages…' }];
    case 'no-match':
      return [{ kind: 'fields', name: 'Look at "One row per"', field: null }];
    case 'empty':
    case 'stopped':
      return [look(warning.field), rows({ field: warning.field, is: 'empty', value: '' })];
    case 'misfits':
      return [look(warning.field), rows({ field: warning.field, is: 'misfit', value: '' })];
    case 'undecided':
      return [setForm(warning), rows({ field: warning.field, is: 'misfit', value: '' })];
    case 'duplicates':
    case 'alternate':
      return [look(warning.field)];
    case 'cut-chains':
      return [{ kind: 'fields', name: 'Look at "Next page"', field: null }];
    case 'not-urls':
      return [{ kind: 'list', name: 'Look at the list' }];
    default:
      return assertNever(warning);
  }
}

const look = (field: string): WarningAction => ({
  kind: 'fields',
  name: 'Look at the field',
  field,
});

const setForm = ({ field, by }: Extract<RunWarning, { kind: 'undecided' }>): WarningAction => ({
  kind: 'fields',
  name: by === 'dates' ? 'Set the order of its dates' : 'Set its decimal sign',
  field,
});

const rows = (column: ColumnFilter): WarningAction => ({ kind: 'rows', name: 'Show rows', column });

import type { ListPick, PickedElement } from '#shared/engine-protocol/pick.ts';
import type { Page } from '../extract/load-page.ts';
import { elementAt } from './element-path.ts';

export interface ListTask {
  readonly first: PickedElement;
  readonly second?: PickedElement | undefined;
  readonly names: readonly string[];
}

export function pickList(page: Page, { first, second }: ListTask): ListPick {
  elementAt(page, first);
  if (second !== undefined) elementAt(page, second);
  return { kind: 'none', why: 'These are no items of one list.' };
}

import type { Element } from 'domhandler';
import type { Page } from '../extract/load-page.ts';
import { chooseField } from '../selectors/choose-field.ts';
import { PickError } from '../selectors/element-path.ts';
import { Finder } from '../selectors/finder.ts';
import { type Proposal, proposalOf } from './propose.ts';

/** How a field of an element is called, and what it takes. */
interface Wanted {
  readonly name: string;
  readonly take?: string;
}

/** Makes fields of elements, by the selectors that last longest, as when a person points at them. */
export class Visible {
  readonly page: Page;
  readonly finder: Finder;

  constructor(page: Page) {
    this.page = page;
    this.finder = new Finder(page);
  }

  /** Null where nothing but the place of the element tells it from others, or where it yields nothing. */
  propose(element: Element | null, { name, take }: Wanted): Proposal | null {
    if (element === null) return null;
    try {
      const { field, value, confidence, matches } = chooseField(
        this.finder,
        element,
        this.page.root,
        [],
        [],
        take === undefined ? {} : { take },
      );
      if (value === '' || (confidence === 'unsure' && matches > 1)) return null;
      return proposalOf({ ...field, name }, [this.finder.value(field, this.page.root)]);
    } catch (error) {
      if (error instanceof PickError) return null;
      throw error;
    }
  }
}

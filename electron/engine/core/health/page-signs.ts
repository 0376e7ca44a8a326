import type { SeenPages, StoredSigns } from '../../ports/stored-health.ts';
import { FrequentKeys } from './frequent.ts';
import { ledTo } from './led-elsewhere.ts';

/** A page to which fewer requests led is one that has moved, or has several addresses. */
const leastLed = 5;
/** A page to which one in so many redirects leads is never missed. */
const keptTargets = 50;

const none: SeenPages = { pages: 0, exampleUrl: '' };

export const noSigns: StoredSigns = {
  logIn: none,
  home: none,
  needsScript: none,
  targets: [],
  inRow: 0,
};

interface ArrivedPage {
  readonly url: string;
  /** The URL that it came from; null for a page that was not redirected. */
  readonly redirectedTo: string | null;
  readonly needsScript: boolean;
}

/** Counts pages that led to a log-in, to a home page or to one and the same page, or that need their scripts. */
export class PageSigns {
  #seen: Omit<StoredSigns, 'targets'>;
  readonly #targets: FrequentKeys<null>;

  constructor({ targets, ...seen }: StoredSigns = noSigns) {
    this.#seen = seen;
    this.#targets = new FrequentKeys(keptTargets, targets);
  }

  get stored(): StoredSigns {
    return { ...this.#seen, targets: this.#targets.stored };
  }

  get inRow(): number {
    return this.#seen.inRow;
  }

  arrived({ url, redirectedTo, needsScript }: ArrivedPage): void {
    const led = redirectedTo === null ? null : ledTo(url, redirectedTo);
    const isSame = led === 'other' && redirectedTo !== null && this.#isSame(redirectedTo);
    const { logIn, home, inRow } = this.#seen;
    const isWrong = needsScript || isSame || led === 'log-in' || led === 'home-page';
    this.#seen = {
      logIn: led === 'log-in' ? oneMore(logIn, url) : logIn,
      home: led === 'home-page' ? oneMore(home, url) : home,
      needsScript: needsScript ? oneMore(this.#seen.needsScript, url) : this.#seen.needsScript,
      inRow: isWrong ? inRow + 1 : 0,
    };
  }

  #isSame(target: string): boolean {
    this.#targets.add(target, () => null);
    return this.#targets.countOf(target) >= leastLed;
  }
}

/** The page to which most redirects led, if they are many. */
export function samePage({ targets }: StoredSigns): SeenPages | null {
  const [most] = new FrequentKeys(keptTargets, targets).sorted;
  if (most === undefined || most.count - most.over < leastLed) return null;
  return { pages: most.count - most.over, exampleUrl: most.key };
}

function oneMore({ pages, exampleUrl }: SeenPages, url: string): SeenPages {
  return { pages: pages + 1, exampleUrl: pages === 0 ? url : exampleUrl };
}

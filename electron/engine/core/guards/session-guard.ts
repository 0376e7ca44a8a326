import { failure } from '#shared/errors/error-codes.ts';
import { formatQuantity } from '#shared/format.ts';
import type { LogIn } from '../../ports/log-in.ts';
import type { RunLedger } from '../../ports/run-ledger.ts';
import type { UrlOutcome } from '../run/counters.ts';
import { kindOf, looksLikeLogin } from './login-address.ts';

/**
 * A page that shows a log-in may be one that this log-in does not open. The session has ended once these
 * many pages of its kind, which started after that page had come, show a log-in too.
 */
const leastAfter = 2;
/** The kinds of pages that are told apart, and those of them that outlive the process. */
const mostKinds = 10_000;
const mostKept = 500;

/** Pages that are built alike. */
interface Kind {
  readonly host: string;
  /** One came without a field for a password: such a field is news. */
  isPlain: boolean;
  /** When the first of the last pages came that show a log-in, none of which is followed by another page. */
  sinceMs: number | null;
  /** The number of pages with a log-in that started after that. */
  after: number;
}

/**
 * Detects in a run with a log-in that its session has ended: pages lead to the address of a log-in, or show
 * a field for a password where pages of their host had none. Such a page never gives rows: it fails, and is
 * fetched again once the run goes on. Where the person goes on with the log-in as it is, pages of a kind that
 * never came without such a field are taken as they are: the field is a part of them.
 */
export class SessionGuard {
  readonly #logIn: LogIn;
  readonly #ledger: Pick<RunLedger, 'keepPlainKind' | 'plainKinds'>;
  readonly #kinds = new Map<string, Kind>();
  #kept: number;
  #pages = 0;
  #hasAsked = false;
  #isAnswered: boolean;

  constructor(logIn: LogIn, ledger: Pick<RunLedger, 'keepPlainKind' | 'plainKinds'>) {
    this.#logIn = logIn;
    this.#isAnswered = logIn.isOld ?? false;
    this.#ledger = ledger;
    const kept = ledger.plainKinds;
    for (const name of kept) this.#kind(name, new URL(name).host).isPlain = true;
    this.#kept = kept.length;
  }

  /** Returns the outcome as it is to be stored. To be called for every tried request. */
  settled(outcome: UrlOutcome): UrlOutcome {
    const url = new URL(outcome.url);
    if (!this.#isConcerned(url)) return outcome;
    const name = this.#kinds.size < mostKinds ? kindOf(url) : `${url.origin}/`;
    const kind = this.#kind(name, url.host);
    const sign = this.#signOf(outcome, url, kind);
    if (sign === null) {
      if (outcome.hasPassword === false) this.#cameWell(outcome, name, kind);
      return outcome;
    }
    this.#pages += 1;
    if (kind.sinceMs === null) kind.sinceMs = outcome.finishedAtMs;
    else if (outcome.startedAtMs >= kind.sinceMs) kind.after += 1;
    const reason = failure('LOGIN_ASKED', sign);
    return {
      ...outcome,
      state: 'failed',
      failure: reason,
      rows: [],
      encoding: null,
      kept: undefined,
    };
  }

  /**
   * The reason to pause the run, as a sentence; null if there is none. During the pause it changes when more
   * of the pages come that were under way.
   *
   * @param atEnd nothing else is left to fetch, so that no page will tell more
   */
  reason(atEnd: boolean): string | null {
    if (this.#isAnswered) return null;
    const all = [...this.#kinds.values()];
    const lost = all.find(({ after }) => after >= leastAfter);
    const found = lost ?? (atEnd || this.#hasAsked ? all.find(isOpen) : undefined);
    if (found?.sinceMs == null) return null;
    const again = all.some(({ host, isPlain }) => isPlain && host === found.host) ? ' again' : '';
    const pages = formatQuantity(this.#pages, 'page is', 'pages are');
    return `${found.host} asks for a log-in${again} since ${timeOf(found.sinceMs)}: ${pages} fetched again.`;
  }

  /** The run was paused for this reason, and has not gone on: the pages are to be fetched again. */
  get asks(): boolean {
    return this.#hasAsked && !this.#isAnswered;
  }

  /** The run is paused for this reason. */
  asked(): void {
    this.#hasAsked = true;
  }

  /**
   * The run goes on. If it was paused for this reason, the person has decided so, and it does not pause
   * again. Returns whether it was.
   */
  goOn(): boolean {
    this.#isAnswered = this.#hasAsked;
    return this.#hasAsked;
  }

  #kind(name: string, host: string): Kind {
    const known = this.#kinds.get(name);
    if (known !== undefined) return known;
    const kind = { host, isPlain: false, sinceMs: null, after: 0 };
    this.#kinds.set(name, kind);
    return kind;
  }

  #cameWell({ startedAtMs }: UrlOutcome, name: string, kind: Kind): void {
    if (kind.sinceMs !== null && startedAtMs >= kind.sinceMs) {
      kind.sinceMs = null;
      kind.after = 0;
    }
    if (kind.isPlain) return;
    kind.isPlain = true;
    if (this.#kept >= mostKept) return;
    this.#kept += 1;
    this.#ledger.keepPlainKind(name);
  }

  /** Returns how the page shows a log-in; null if it does not. */
  #signOf({ trace, hasPassword }: UrlOutcome, url: URL, kind: Kind): string | null {
    if (trace === null || this.#isLogin(url)) return null;
    const to = trace.notFollowed ?? (trace.redirects.length > 0 ? trace.finalUrl : null);
    const target = to !== null && URL.canParse(to) ? new URL(to) : null;
    if (target !== null && this.#isLogin(target)) {
      return `it leads to ${target.host}${target.pathname}`;
    }
    return hasPassword === true && (kind.isPlain || this.#isNews(kind))
      ? 'it has a field for a password, which pages of this host did not have before'
      : null;
  }

  /** A field for a password is news at this host, although no page of this kind came without one. */
  #isNews({ host }: Kind): boolean {
    if (this.#isAnswered) return false;
    return [...this.#kinds.values()].some(
      (other) => other.host === host && (other.isPlain || isOpen(other)),
    );
  }

  #isLogin(url: URL): boolean {
    return looksLikeLogin(url) || this.#logIn.addresses.includes(url.origin + url.pathname);
  }

  #isConcerned({ hostname }: URL): boolean {
    const { domains } = this.#logIn;
    return (
      domains === null ||
      domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`))
    );
  }
}

function isOpen({ sinceMs }: Kind): boolean {
  return sinceMs !== null;
}

/** The time of day on this computer, to the minute. */
function timeOf(ms: number): string {
  const date = new Date(ms);
  return [date.getHours(), date.getMinutes()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

import type { ErrorGroup, RunState, StatusClass } from '#shared/engine-protocol/run.ts';
import { type ErrorCode, errorCodes, type Failure, failure } from '#shared/errors/error-codes.ts';
import type { InputBatch, InputItem } from '../../ports/input-reader.ts';
import type { Lead } from '../../ports/lead.ts';
import type { Outcome } from '../../ports/outcome.ts';
import type { QueuedRequest, SourceHost } from '../../ports/request-source.ts';
import type {
  Growth,
  HostCounts,
  RunLedger,
  RunTotals,
  UnreadValues,
} from '../../ports/run-ledger.ts';
import type { StoredHealth } from '../../ports/stored-health.ts';
import type { StoredTemplate } from '../../ports/stored-template.ts';

interface MemoryLedgerOptions {
  /** A second outcome of a request is an error, while a run's file only ignores it. */
  readonly refusesRepeats?: boolean;
}

interface Line {
  readonly id: number;
  readonly text: string;
  /** Null if the line is no URL or a duplicate. */
  readonly request: QueuedRequest | null;
  state: 'queued' | Outcome['state'];
  failure: Failure | null;
}

/**
 * A run's file in memory: all counts are taken over its lines. `ledger-contract.test.ts` tests the
 * behaviour that it shares with the real one; `refusesRepeats` detects a run that settles a request twice.
 */
export class MemoryLedger implements RunLedger {
  readonly suspects = 0;
  readonly plainKinds: string[] = [];
  /** The number of outcomes in each commit. */
  readonly commits: number[] = [];
  readonly states: RunState[] = [];
  readonly #refusesRepeats: boolean;
  readonly #lines: Line[] = [];
  readonly #byHost = new Map<number, Line[]>();
  readonly #outcomes = new Map<number, Outcome>();
  readonly #hostIds = new Map<string, number>();
  readonly #keys = new Set<string>();
  readonly #templates = new Map<string, StoredTemplate>();
  #health: StoredHealth | null = null;
  #found = 0;
  #commitFailure: Error | null = null;
  #readFailure: Error | null = null;

  constructor(urls: readonly string[] = [], { refusesRepeats = false }: MemoryLedgerOptions = {}) {
    this.#refusesRepeats = refusesRepeats;
    urls.forEach((url, index) => {
      this.#add(lineOf(url, index + 1));
    });
  }

  /** By the id of the request. */
  get outcomes(): ReadonlyMap<number, Outcome> {
    return this.#outcomes;
  }

  /** The next commit fails with this. */
  failNextCommit(error: Error): void {
    this.#commitFailure = error;
  }

  /** Every read of the queue fails with this from now on. */
  failReads(error: Error): void {
    this.#readFailure = error;
  }

  hosts(afterHostId: number, limit: number): readonly SourceHost[] {
    return [...this.#hostIds]
      .map(([key, id]) => ({ id, key }))
      .filter(({ id }) => id > afterHostId && this.#linesOf(id).some(isQueued))
      .slice(0, limit);
  }

  take(hostId: number, afterId: number, limit: number): readonly QueuedRequest[] {
    if (this.#readFailure !== null) throw this.#readFailure;
    const found: QueuedRequest[] = [];
    for (const line of this.#linesOf(hostId)) {
      if (found.length === limit) break;
      if (line.id > afterId && isQueued(line) && line.request !== null) found.push(line.request);
    }
    return found;
  }

  commit(
    outcomes: readonly Outcome[],
    _elapsedMs?: number,
    templates: readonly StoredTemplate[] = [],
    health: StoredHealth | null = null,
  ): Growth {
    if (this.#commitFailure !== null) {
      const error = this.#commitFailure;
      this.#commitFailure = null;
      throw error;
    }
    const hostsBefore = this.#hostIds.size;
    const linesBefore = this.#lines.length;
    for (const outcome of outcomes) {
      const line = this.#lines[outcome.requestId - 1];
      if (line?.state === 'queued') {
        line.state = outcome.state;
        line.failure = outcome.failure;
        this.#outcomes.set(line.id, outcome);
        if (line.state === 'done' && outcome.next?.kind === 'lead')
          this.#addLead(outcome.next.lead);
      } else if (this.#refusesRepeats) throw new Error('There twice.');
    }
    this.commits.push(outcomes.length);
    for (const template of templates) {
      this.#templates.set(template.host + template.shape, template);
    }
    if (health !== null) {
      this.#health = {
        ...health,
        hosts: new Map([...(this.#health?.hosts ?? []), ...health.hosts]),
      };
    }
    const found = this.#lines.slice(linesBefore);
    this.#found += found.length;
    const grown = new Set(found.map(({ request }) => request?.hostId));
    return {
      found: found.length,
      newHosts: this.#hostIds.size - hostsBefore,
      hosts: [...this.#hostIds].flatMap(([key, id]) => (grown.has(id) ? { id, key } : [])),
    };
  }

  chains(): null {
    return null;
  }

  pages(): null {
    return null;
  }

  templates(): readonly StoredTemplate[] {
    return [...this.#templates.values()];
  }

  health(): StoredHealth | null {
    return this.#health;
  }

  unread(): readonly UnreadValues[] {
    return [];
  }

  valuesOf(field: number): Iterable<string> {
    return [...this.#outcomes.values()]
      .filter(({ state }) => state === 'done')
      .flatMap(({ rows }) => rows.map((row) => row[field] ?? ''))
      .filter((value) => value !== '');
  }

  import({ items }: InputBatch): void {
    for (const item of items) this.#add(item);
  }

  imported(): number {
    return this.#lines.length - this.#found;
  }

  importDone(): void {
    // There is nothing to release.
  }

  counts(): RunTotals['counts'] {
    return countsOf(this.#lines);
  }

  totals(): RunTotals {
    const outcomes = [...this.#outcomes.values()];
    const sum = (number: (outcome: Outcome) => number): number =>
      outcomes.reduce((total, outcome) => total + number(outcome), 0);
    return {
      counts: this.counts(),
      hosts: this.#hostIds.size,
      rows: sum(({ rows }) => rows.length),
      inBrowser: sum(({ inBrowser }) => (inBrowser ? 1 : 0)),
      unmatched: sum(({ state, rows }) => (state === 'done' && rows.length === 0 ? 1 : 0)),
      bytes: sum(({ trace }) => trace?.wireBytes ?? 0),
      retries: sum(({ attempts }) => Math.max(0, attempts - 1)),
      statusClasses: statusClasses(outcomes),
      errors: this.#errors(),
    };
  }

  hostCounts(hostId: number): HostCounts {
    const { queued, done, failed } = countsOf(this.#linesOf(hostId));
    return { queued, done, failed };
  }

  setState(state: RunState): void {
    this.states.push(state);
  }

  requeueFailed(code: ErrorCode | null): number {
    const state = code === 'ROBOTS' ? 'skipped' : 'failed';
    const again = this.#lines.filter(
      (line) =>
        line.state === state &&
        line.request !== null &&
        (code === null || line.failure?.code === code),
    );
    for (const line of again) {
      line.state = 'queued';
      line.failure = null;
      this.#outcomes.delete(line.id);
    }
    return again.length;
  }

  keepPlainKind(kind: string): void {
    this.plainKinds.push(kind);
  }

  acquit(): void {
    // Suspects come from a crash, and memory does not survive a crash.
  }

  started(): void {
    // See `acquit`.
  }

  ended(): void {
    // See `acquit`.
  }

  #add(item: InputItem): void {
    const id = this.#lines.length + 1;
    const line = { id, text: item.text, failure: null };
    const { url, key, host, login } = item;
    if (url === null || key === null || host === null) {
      const reason = failure('INVALID_URL', item.problem ?? undefined);
      this.#lines.push({ ...line, request: null, state: 'failed', failure: reason });
      return;
    }
    if (this.#keys.has(key)) {
      this.#lines.push({ ...line, request: null, state: 'skipped' });
      return;
    }
    this.#keys.add(key);
    const hostId = this.#hostIds.get(host) ?? this.#hostIds.size + 1;
    this.#hostIds.set(host, hostId);
    const request = { id, hostId, url, ...(login === undefined ? {} : { login }) };
    const queued: Line = { ...line, request, state: 'queued' };
    this.#lines.push(queued);
    this.#byHost.set(hostId, this.#byHost.get(hostId) ?? []);
    this.#linesOf(hostId).push(queued);
  }

  #addLead({ url, key, host }: Lead): void {
    if (this.#keys.has(key)) return;
    this.#add({ line: 0, text: url, url, key, host, problem: null, carried: [] });
  }

  #linesOf(hostId: number): Line[] {
    return this.#byHost.get(hostId) ?? [];
  }

  #errors(): readonly ErrorGroup[] {
    const groups = new Map<ErrorCode, ErrorGroup>();
    for (const { text, failure: reason } of this.#lines) {
      if (reason === null) continue;
      const { code, message } = reason;
      const first = { code, title: errorCodes[code].title, exampleUrl: text };
      const count = (groups.get(code)?.count ?? 0) + 1;
      groups.set(code, { exampleMessage: message, ...first, ...groups.get(code), count });
    }
    return [...groups.values()].sort(
      (a, b) => b.count - a.count || a.code.localeCompare(b.code, 'en'),
    );
  }
}

const isQueued = ({ state }: Line): boolean => state === 'queued';

function countsOf(lines: readonly Line[]): RunTotals['counts'] {
  const counts = { queued: 0, done: 0, failed: 0, skipped: 0 };
  for (const { state } of lines) counts[state] += 1;
  return counts;
}

function statusClasses(outcomes: readonly Outcome[]): Readonly<Record<StatusClass, number>> {
  const classes = { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0, none: 0 };
  for (const { state, trace } of outcomes) {
    if (state === 'skipped') continue;
    const name = trace?.status == null ? 'none' : `${Math.floor(trace.status / 100)}xx`;
    classes[name as StatusClass] += 1;
    classes['3xx'] += trace?.redirects.filter(({ refresh }) => refresh === undefined).length ?? 0;
  }
  return classes;
}

function lineOf(url: string, line: number): InputItem {
  const host = new URL(url).origin;
  return { line, text: url, url, key: url, host, problem: null, carried: [] };
}

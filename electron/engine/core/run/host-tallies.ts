import type { HostLine } from '#shared/engine-protocol/run.ts';
import type { Outcome } from '../../ports/outcome.ts';
import type { HostCounts } from '../../ports/run-ledger.ts';
import type { HostQueue } from '../schedule/host-queue.ts';
import type { HostLimits } from '../schedule/limits.ts';

/** The number of hosts that are remembered after they have left the scheduler's window. */
const mostRemembered = 2000;
const mostLines = 50;

interface Tally {
  /** The host as it was at the last start; it outlives its place in the scheduler's window. */
  host: HostQueue;
  queued: number;
  done: number;
  failed: number;
}

/** The outcomes of the requests of each host, for the table of hosts. */
export class HostTallies {
  readonly #tallies = new Map<number, Tally>();
  readonly #countsOf: (hostId: number) => HostCounts;

  /** @param countsOf reads the counts of a host from the run's file; called once, at the first start */
  constructor(countsOf: (hostId: number) => HostCounts) {
    this.#countsOf = countsOf;
  }

  started(host: HostQueue): void {
    const known = this.#tallies.get(host.id);
    if (known !== undefined) {
      known.host = host;
      return;
    }
    if (this.#tallies.size >= mostRemembered) {
      const [oldest] = this.#tallies.keys();
      if (oldest !== undefined) this.#tallies.delete(oldest);
    }
    this.#tallies.set(host.id, { host, ...this.#countsOf(host.id) });
  }

  committed(outcomes: readonly Pick<Outcome, 'hostId' | 'state'>[]): void {
    for (const { hostId, state } of outcomes) {
      const tally = this.#tallies.get(hostId);
      if (tally === undefined) continue;
      tally.queued -= 1;
      if (state !== 'skipped') tally[state] += 1;
    }
  }

  /** The file was changed by other means than commits: the known hosts are counted again. */
  recount(): void {
    for (const tally of this.#tallies.values()) Object.assign(tally, this.#countsOf(tally.host.id));
  }

  /** The busiest hosts: those with requests left, then the others; the larger ones first. */
  lines(limits: HostLimits, nowMs: number): readonly HostLine[] {
    const ranked = [...this.#tallies.values()].sort(
      (a, b) =>
        Math.sign(b.queued) - Math.sign(a.queued) || sizeOf(b) - sizeOf(a) || a.host.id - b.host.id,
    );
    return ranked.slice(0, mostLines).map(({ host, queued, done, failed }) => ({
      host: host.key,
      queued: Math.max(0, queued - host.active),
      active: host.active,
      done,
      failed,
      latencyMs: host.latencyMs,
      allowed: host.allowed(limits),
      ...host.waits(nowMs, limits),
    }));
  }
}

function sizeOf({ queued, done, failed }: Tally): number {
  return queued + done + failed;
}

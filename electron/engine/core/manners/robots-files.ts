import type { Failure } from '#shared/errors/error-codes.ts';
import { shortened } from '#shared/format.ts';
import type { Clock, Random } from '../../ports/clock.ts';
import type { Fetcher, FetchOutcome, FetchRules } from '../../ports/fetcher.ts';
import type { QueuedRequest } from '../../ports/request-source.ts';
import type { RobotsAnswer, RobotsReader } from '../../ports/robots-reader.ts';
import { isAnswer } from '../guards/failure-kinds.ts';
import type { HostQueue } from '../schedule/host-queue.ts';
import { backoffMs } from '../schedule/retry-policy.ts';
import type { HostGate } from './host-gate.ts';
import { HostGates } from './host-gates.ts';

/** A robots.txt is read up to 500 KiB; a file larger than this limit is rejected as a whole. */
const mostRobotsBytes = 5_242_880;
/** An address in a sentence is cut off at this length. */
const mostShown = 300;

interface RobotsFilesDeps {
  readonly fetcher: Fetcher;
  readonly rules: () => FetchRules;
  /** The robots.txt files of the hosts that have requests. */
  readonly gates: HostGates;
  readonly reader: RobotsReader;
  readonly clock: Clock;
  readonly random: Random;
  /** The number of further tries for a robots.txt that could not be read. */
  readonly retries: () => number;
}

/** The robots.txt files of a run. The scheduler and redirects request them. */
export interface RobotsFiles {
  /** Fetches the robots.txt of a host that has requests: as a page of the list, or as the page that is led to. */
  fetch(request: Pick<QueuedRequest, 'url' | 'ledBy' | 'ownOrigin'>): Promise<FetchOutcome>;
  read(outcome: FetchOutcome): RobotsAnswer;
  /**
   * The reason why a redirect of a page of `host`, from `from` to `to`, may not be followed; null if it
   * may.
   */
  mayFollow(host: HostQueue, from: string, to: string): Failure | null | Promise<Failure | null>;
  abort(): void;
}

interface Reading {
  readonly outcome: Promise<FetchOutcome>;
  readonly stop: AbortController;
}

/** See `RobotsFiles`. */
export function createRobotsFiles(deps: RobotsFilesDeps): RobotsFiles {
  const { fetcher, gates, reader, clock } = deps;
  const rules = (): FetchRules => ({
    ...deps.rules(),
    maxBytes: mostRobotsBytes,
    refresh: false,
    errorPages: false,
  });
  /**
   * The gates of hosts that redirects lead to: such a host receives no data of the job, and may give
   * another answer than to a fetch for its requests.
   */
  const ledGates = new HostGates(true);
  const underWay = new Map<string, Reading>();
  const ledUnderWay = new Map<string, Reading>();

  const fetchIn = (
    readings: Map<string, Reading>,
    url: string,
    own: FetchRules,
  ): Promise<FetchOutcome> => {
    const known = readings.get(url);
    if (known !== undefined) return known.outcome;
    const stop = new AbortController();
    const outcome = fetcher.fetch(url, own, stop.signal).finally(() => void readings.delete(url));
    readings.set(url, { outcome, stop });
    return outcome;
  };

  const led = (ledBy: string, ownOrigin: string | null): FetchRules => ({
    ...rules(),
    ledBy,
    ownOrigin,
  });

  const ask = async (gate: HostGate, from: string, to: string): Promise<Failure | null> => {
    const { tries } = gate;
    const url = `${new URL(to).origin}/robots.txt`;
    const forPages = underWay.get(url)?.outcome;
    const outcome = await (forPages ?? fetchIn(ledUnderWay, url, led(from, null)));
    const answer = reader.read(outcome);
    // A host that was not reached may be reached later, or from elsewhere: the page fails as if it had been
    // fetched.
    if (outcome.kind === 'failed' && !isAnswer(outcome.failure.code)) {
      return answer.rules.forbids(to);
    }
    const isLast = answer.again === null || tries >= deps.retries();
    const nowMs = clock.now();
    // Another page that shared this answer may have settled the gate already.
    if (gate.tries === tries && gate.mustAsk(nowMs)) {
      if (isLast) gate.opened(answer.rules, nowMs);
      else gate.failed(nowMs + backoffMs(tries + 1, deps.random), answer);
    }
    return isLast ? answer.rules.forbids(to) : notYet(answer, to);
  };

  const verdict = (
    host: HostQueue,
    from: string,
    to: string,
  ): Failure | null | Promise<Failure | null> => {
    const { origin } = new URL(to);
    const nowMs = clock.now();
    const led = ledGates.of(origin);
    for (const gate of [origin === host.key ? host.gate : gates.known(origin), led]) {
      if (gate === null) continue;
      if (!gate.mustAsk(nowMs)) return gate.forbids(to);
      if (gate.lastFailed !== null && nowMs < gate.dueMs) return notYet(gate.lastFailed, to);
    }
    return ask(led, from, to);
  };

  return {
    fetch: ({ url, ledBy, ownOrigin = null }) =>
      fetchIn(underWay, url, ledBy === undefined ? rules() : led(ledBy, ownOrigin)),
    read: (outcome) => reader.read(outcome),
    mayFollow(host, from, to) {
      const found = verdict(host, from, to);
      return found instanceof Promise
        ? found.then((reason) => asRedirect(reason, to))
        : asRedirect(found, to);
    },
    abort() {
      for (const { stop } of [...underWay.values(), ...ledUnderWay.values()]) stop.abort();
    },
  };
}

/** The failure for a robots.txt that is to be requested again: the page has to wait until then. */
function notYet({ again, rules }: RobotsAnswer, to: string): Failure | null {
  const reason = rules.forbids(to) ?? again;
  return reason && { ...reason, retryable: true };
}

function asRedirect(reason: Failure | null, to: string): Failure | null {
  // If no proxy can be reached, that holds for every page.
  if (reason === null || reason.code === 'PROXY_UNREACHED') return reason;
  const { message } = reason;
  return { ...reason, message: `The page redirects to ${shortened(to, mostShown)}. ${message}` };
}

import { errorCodes, type Failure, failure } from '#shared/errors/error-codes.ts';
import { formatQuantity } from '#shared/format.ts';
import type { Clock } from '../../ports.ts';
import type { Booking } from '../schedule/booking.ts';
import type { HostQueue } from '../schedule/host-queue.ts';
import { isUnreached, provesNetwork } from './failure-kinds.ts';

/**
 * The network counts as down when that many tries in a row reached nobody, over so many hosts; or when
 * one has found that none of the run's proxies can be reached.
 */
const leastFailures = 5;
const leastHosts = 3;
/** Failures are kept so long, and so many at once, until it is clear what they are a sign of. */
const keptMs = 30_000;
const mostKept = 50;
const firstProbeMs = 1000;
const longestProbeGapMs = 30_000;
/**
 * Where all names and addresses of a list are dead, the network looks down as well: after that many
 * probes, some three minutes, the failures are taken for what they seem.
 */
const mostProbes = 10;
/** Half a day: where hosts that did answer cannot be reached any more, it is the network. */
const mostProbesOfKnown = 1440;

/** Tells a network that is down from hosts that are, and gives what failed by it another try. */
export interface NetworkGuard {
  readonly isDown: boolean;
  /**
   * A try has failed. True where the guard has taken it over: it puts the request back, or calls
   * `settle` once the failure is clearly that of the host.
   */
  takes(booking: Booking, failure: Failure, settle: () => void): boolean;
  /** A page has come. */
  answered(booking: Booking): void;
  /** Settles what is kept. Returns whether there was anything. */
  release(): boolean;
  /** It was down when the engine that drove the run was cut off: asks whether it is back. */
  wasDown(): void;
  /** The person says that the network is there: forgets what it has seen. */
  reset(): void;
  /** Drops everything. */
  close(): void;
}

interface Suspect {
  readonly booking: Booking;
  readonly failedMs: number;
  readonly settle: () => void;
}

export interface NetworkGuardDeps {
  readonly clock: Clock;
  readonly suspend: (booking: Booking) => void;
  readonly putBack: (booking: Booking) => void;
  /** Whether anybody has answered in the run so far, before a resume too. */
  readonly hasAnswers: () => boolean;
  /** Everything goes through proxies: then no host is on this machine, and a host says nothing of the network. */
  readonly throughProxies: boolean;
  /** Nothing should start any more but by `probe`. */
  readonly onDown: (reason: string) => void;
  readonly onUp: () => void;
  /** Starts one request; null where none can. */
  readonly probe: () => Booking | null;
}

/** See `NetworkGuard`. No address but those of the run is ever asked. */
export function createNetworkGuard(deps: NetworkGuardDeps): NetworkGuard {
  const { clock, throughProxies } = deps;
  let kept: Suspect[] = [];
  /** Since the last answer: tries that reached nobody, their hosts, the last cause. */
  let failures = 0;
  let hosts = new Map<number, HostQueue>();
  let cause: Failure = failure('NETWORK');
  let down = false;
  let downMs = 0;
  /** It looked down for longer than patience lasts: until the next answer it counts as up. */
  let disbelieved = false;
  let probing: Booking | null = null;
  let probes = 0;
  let cancel = (): void => undefined;

  const forget = (): void => {
    cancel();
    cancel = () => undefined;
    failures = 0;
    hosts = new Map();
    probing = null;
    probes = 0;
    down = false;
  };

  /** Settles what has failed up to then. */
  const release = (untilMs: number): boolean => {
    const settling = kept.filter(({ failedMs }) => failedMs <= untilMs);
    kept = kept.filter(({ failedMs }) => failedMs > untilMs);
    if (!down && kept.length === 0) cancel();
    for (const { settle } of settling) settle();
    return settling.length > 0;
  };

  const releaseAll = (): void => void release(Number.POSITIVE_INFINITY);

  /** What did answer before tells more than the rest: a name that was there does not vanish. */
  const known = (): boolean =>
    throughProxies || hosts.size === 0
      ? deps.hasAnswers()
      : [...hosts.values()].every(({ latencyMs }) => latencyMs !== null);

  const looksDown = (): boolean => {
    if (cause.code === 'PROXY_UNREACHED') return true;
    if (failures < leastFailures) return false;
    // A server that turns somebody away is silent too: of one host alone, silence is no proof.
    return hosts.size >= leastHosts || (known() && cause.code !== 'CONNECT_TIMEOUT');
  };

  const goDown = (): void => {
    cancel();
    beDown();
    const putBack = kept;
    kept = [];
    for (const { booking } of putBack) deps.putBack(booking);
    deps.onDown(sentence(failures, hosts.size, cause));
  };

  const beDown = (): void => {
    down = true;
    downMs = clock.now();
    probes = 0;
    probeIn(firstProbeMs);
  };

  const comeUp = (): void => {
    forget();
    deps.onUp();
  };

  const probeIn = (ms: number): void => {
    cancel = clock.after(ms, () => {
      probes += 1;
      probing = deps.probe();
      if (probing === null) probeIn(gapMs());
    });
  };
  const gapMs = (): number => Math.min(longestProbeGapMs, firstProbeMs * 2 ** probes);

  const probeFailed = (): void => {
    probing = null;
    if (probes < (known() ? mostProbesOfKnown : mostProbes)) {
      probeIn(gapMs());
    } else {
      disbelieved = true;
      comeUp();
    }
  };

  const isLocal = ({ host }: Booking): boolean => host.isLocal && !throughProxies;

  /** A host on this machine is reached without a network: as a probe it was none. */
  const saysNothing = (booking: Booking): void => {
    if (booking !== probing) return;
    probing = null;
    probeIn(gapMs());
  };

  /**
   * Somebody has answered. What was under way when the network went may still be answered: only what
   * began after a failure shows that the failure was not the network's.
   */
  const proven = ({ startedMs }: Booking): void => {
    disbelieved = false;
    if (down) {
      if (startedMs >= downMs) comeUp();
      return;
    }
    failures = 0;
    hosts.clear();
    release(startedMs);
  };

  return {
    get isDown() {
      return down;
    },
    takes(booking, reason, settle) {
      const { code } = reason;
      const { host } = booking;
      if (isLocal(booking)) {
        saysNothing(booking);
        return false;
      }
      if (provesNetwork(code)) {
        proven(booking);
        return false;
      }
      if (down) {
        deps.putBack(booking);
        if (booking === probing) probeFailed();
        return true;
      }
      if (!isUnreached(code) || disbelieved) return false;
      failures += 1;
      hosts.set(host.id, host);
      cause = reason;
      deps.suspend(booking);
      if (kept.length === 0) cancel = clock.after(keptMs, releaseAll);
      kept.push({ booking, failedMs: clock.now(), settle });
      if (looksDown()) goDown();
      else if (kept.length >= mostKept) releaseAll();
      return true;
    },
    answered(booking) {
      if (isLocal(booking)) saysNothing(booking);
      else proven(booking);
    },
    wasDown: beDown,
    release: () => release(Number.POSITIVE_INFINITY),
    reset() {
      forget();
      releaseAll();
    },
    close() {
      forget();
      kept = [];
    },
  };
}

function sentence(failures: number, hosts: number, { code, message }: Failure): string {
  const { title } = errorCodes[code];
  if (code === 'PROXY_UNREACHED') {
    const why = message.slice(title.length).replace(/\.$/, '');
    return (
      `No proxy can be reached, or the network is down${why}. ` +
      'Trawl tries again by itself, and goes on as soon as one is back.'
    );
  }
  return (
    `The network seems to be down: ${failures} requests in a row reached none of ` +
    `${formatQuantity(hosts, 'host')} (${title.charAt(0).toLowerCase()}${title.slice(1)}). ` +
    'Trawl tries again by itself, and goes on as soon as the network is back.'
  );
}

import { errorCodes, type Failure, failure } from '#shared/errors/error-codes.ts';
import { formatQuantity } from '#shared/format.ts';
import type { HostQueue } from '../schedule/host-queue.ts';

/**
 * The network counts as down after this number of tries in a row that reached no host, over this number of
 * hosts, or after one try that reached none of the proxies of the run.
 */
const leastFailures = 5;
const leastHosts = 3;

/** The tries since the last answer, none of which reached a host, as evidence about the network. */
export class Silence {
  readonly #throughProxies: boolean;
  readonly #hasAnswers: () => boolean;
  #failures = 0;
  #hosts = new Map<number, HostQueue>();
  #cause: Failure = failure('NETWORK');

  /**
   * @param throughProxies every request goes through a proxy, so that a host is no evidence about the
   *   network
   * @param hasAnswers whether any host has answered in the run so far, the time before a resume included
   */
  constructor(throughProxies: boolean, hasAnswers: () => boolean) {
    this.#throughProxies = throughProxies;
    this.#hasAnswers = hasAnswers;
  }

  failed(host: HostQueue, reason: Failure): void {
    this.#failures += 1;
    this.#hosts.set(host.id, host);
    this.#cause = reason;
  }

  /** Called for every answer that has arrived. */
  broken(): void {
    this.#failures = 0;
    this.#hosts = new Map();
  }

  /**
   * Whether these hosts have answered before. That is stronger evidence: a name that existed does not
   * vanish.
   */
  get isOfKnownHosts(): boolean {
    return this.#throughProxies || this.#hosts.size === 0
      ? this.#hasAnswers()
      : [...this.#hosts.values()].every(({ latencyMs }) => latencyMs !== null);
  }

  get isOfTheNetwork(): boolean {
    const { code } = this.#cause;
    if (code === 'PROXY_UNREACHED') return true;
    if (this.#failures < leastFailures) return false;
    // A server that blocks this client is silent too, so the silence of a single host proves nothing.
    return this.#hosts.size >= leastHosts || (this.isOfKnownHosts && code !== 'CONNECT_TIMEOUT');
  }

  /** The sentence that the person sees while the network is down. */
  get sentence(): string {
    const { code, message } = this.#cause;
    const { title } = errorCodes[code];
    if (code === 'PROXY_UNREACHED') {
      const why = message.slice(title.length).replace(/\.$/, '');
      return (
        `No proxy can be reached, or the network is down${why}. ` +
        'Trawl tries again by itself, and goes on as soon as one is back.'
      );
    }
    return (
      `The network seems to be down: ${this.#failures} requests in a row reached none of ` +
      `${formatQuantity(this.#hosts.size, 'host')} (${title.charAt(0).toLowerCase()}${title.slice(1)}). ` +
      'Trawl tries again by itself, and goes on as soon as the network is back.'
    );
  }
}

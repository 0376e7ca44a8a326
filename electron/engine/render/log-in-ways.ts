import type { EngineParams, EngineReply } from '#shared/engine-protocol/protocol.ts';
import { resolveOptions } from '#shared/job/defaults.ts';
import { firstReach, nextReach } from '../fetch/addresses/reach.ts';
import { browserSideOf, type RunSessions } from '../fetch/create-fetcher.ts';
import { LoopbackProxy } from './loopback-proxy.ts';

interface LogInWay {
  readonly proxy: LoopbackProxy;
  close(): Promise<void>;
}

/**
 * The ways of log-in windows to their sites: each is a proxy on this computer, which goes on through the
 * proxies of the job, and holds every connection against what the address that the person typed may lead to.
 */
export class LogInWays {
  readonly #sessions: RunSessions;
  readonly #open = new Map<number, LogInWay>();
  #last = 0;

  constructor(sessions: RunSessions) {
    this.#sessions = sessions;
  }

  /** @throws TrawlError BAD_INPUT if the proxies of the job cannot be used */
  async open(params: EngineParams<'log-in.open'>): Promise<EngineReply<'log-in.open'>> {
    const { address, secrets } = params;
    // The window has cookies of its own. The site should see one address during a log-in.
    const options = {
      ...resolveOptions(params.options),
      cookies: false,
      proxyRotation: 'host',
    } as const;
    const session = this.#sessions.session({ options, secrets });
    const typed = new URL(address);
    const { allowPrivate } = options;
    const first = firstReach(typed, allowPrivate);
    const proxy = await LoopbackProxy.open({
      connections: browserSideOf(session).connections,
      reachOf: (hostname) =>
        first && nextReach(first, typed, new URL(`http://${hostname}`), allowPrivate),
    });
    this.#last += 1;
    this.#open.set(this.#last, {
      proxy,
      async close() {
        await proxy.close();
        await session.close();
      },
    });
    const { port, user, password } = proxy;
    return { id: this.#last, port, user, password };
  }

  async close(id: number): Promise<void> {
    const way = this.#open.get(id);
    this.#open.delete(id);
    await way?.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.close(id)));
  }
}

import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { type ProxyAddress, parseProxy } from '#shared/job/proxy.ts';
import type { Login } from '../../ports.ts';

/** The logins of a session's proxies: those that are kept apart from the job, before those in a URL. */
export class ProxyLogins {
  readonly #byName: ReadonlyMap<string, Login>;
  readonly #used = new Map<string, Login>();

  constructor(secrets: RunSecrets | undefined) {
    this.#byName = new Map(
      Object.entries(secrets?.proxyLogins ?? {}).map(([proxy, login]) => [
        parseProxy(proxy)?.name ?? proxy,
        login,
      ]),
    );
  }

  /** Reads a proxy's URL, with its login. Null where it is none. */
  read(text: string): ProxyAddress | null {
    const proxy = parseProxy(text);
    if (proxy === null) return null;
    const login = this.#byName.get(proxy.name) ?? proxy.login;
    if (login !== null) this.#used.set(proxy.name, login);
    return { ...proxy, login };
  }

  /** Those of the proxies that were read, which must not come back out. */
  get used(): readonly Login[] {
    return [...this.#used.values()];
  }
}

import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { type ProxyAddress, parseProxy } from '#shared/job/proxy.ts';
import type { Login } from '../../ports/request-source.ts';

/** The logins of a session's proxies: a login that is stored apart from the job replaces one in a URL. */
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

  /** Reads a proxy's URL, with its login. Returns null if it is invalid. */
  read(text: string): ProxyAddress | null {
    const proxy = parseProxy(text);
    if (proxy === null) return null;
    const login = this.#byName.get(proxy.name) ?? proxy.login;
    if (login !== null) this.#used.set(proxy.name, login);
    return { ...proxy, login };
  }

  /** The logins of the proxies read so far, which must not appear in any output. */
  get used(): readonly Login[] {
    return [...this.#used.values()];
  }
}

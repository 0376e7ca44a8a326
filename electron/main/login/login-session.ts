import { type Cookie, type Session, session } from 'electron';
import { readCookiesTxt } from '#shared/cookies/cookies-txt.ts';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { putStorage } from '../../render-host/serve-render-host.ts';
import { guardLoginSession } from '../guards/login-window.ts';
import type { Log } from '../log.ts';
import type { JobSecrets } from '../secrets/secret-store.ts';
import { AddressRule } from './address-rule.ts';
import { plainUserAgent } from './plain-user-agent.ts';

export interface LoginSessionParts {
  readonly typed: URL;
  readonly options: JobOptions;
  /** The log-in so far: the window begins with its cookies and its storage. */
  readonly secrets: JobSecrets;
  readonly engine: Pick<EngineApi, 'call'>;
  readonly log: Log;
  /** Tells the person, as a sentence. */
  say(sentence: string): void;
}

export interface LoginSession {
  readonly session: Session;
  readonly userAgent: string;
  /** The login of the proxy through which the window reaches its site. */
  readonly proxyLogin: { readonly user: string; readonly password: string };
  cookies(): Promise<readonly Cookie[]>;
  /** Forgets everything. */
  clear(): Promise<void>;
}

let sessions = 0;

/**
 * The session of one log-in window: in memory, with the way and the user agent of the job's runs.
 *
 * @throws TrawlError BAD_INPUT if the proxies of the job cannot be used
 */
export async function openLoginSession(parts: LoginSessionParts): Promise<LoginSession> {
  const { typed, options, secrets, engine, log, say } = parts;
  const { proxyLogins } = secrets;
  const way = await engine.call('log-in.open', {
    address: typed.href,
    options,
    secrets: { ...(proxyLogins && { proxyLogins }) },
  });
  sessions += 1;
  const own = session.fromPartition(`login-${sessions}`, { cache: false });
  guardLoginSession(own, say);
  const userAgent = options.userAgent ?? plainUserAgent(own.getUserAgent());
  own.setUserAgent(userAgent);
  // Otherwise Chromium's own check decides, and a page that fails it is not shown.
  if (options.ignoreTlsErrors) own.setCertificateVerifyProc((_request, decide) => decide(0));
  await own.setProxy({
    mode: 'fixed_servers',
    proxyRules: `http://127.0.0.1:${way.port}`,
    // Chromium would go around the proxy for this computer's own addresses.
    proxyBypassRules: '<-loopback>',
  });
  await setCookies(own, secrets.cookies ?? '', log);
  // Without it the person has more to type, but can log in all the same.
  await putStorage(own, secrets.logIn?.storage ?? []).catch((error: unknown) =>
    log.error('A log-in window begins without the storage of the log-in', error),
  );
  judgeRequests(own, parts, (options.proxies ?? []).length > 0);
  return {
    session: own,
    userAgent,
    proxyLogin: { user: way.user, password: way.password },
    cookies: () => own.cookies.get({}),
    async clear() {
      await Promise.all([
        own.closeAllConnections(),
        own.clearStorageData(),
        engine.call('log-in.close', { id: way.id }),
      ]);
    },
  };
}

function judgeRequests(
  own: Session,
  { typed, options, engine, log, say }: LoginSessionParts,
  isProxied: boolean,
): void {
  const rule = new AddressRule({
    typed,
    allowPrivate: options.allowPrivate ?? false,
    isProxied,
    kindsOf: (hosts) => engine.call('address.kinds', { hosts: [...hosts] }),
    lookUp: async (host) => (await own.resolveHost(host)).endpoints.map(({ address }) => address),
  });
  own.webRequest.onBeforeRequest((request, answer) => {
    const isDocument = request.resourceType === 'mainFrame' || request.resourceType === 'subFrame';
    rule.refuses(request.url, isDocument).then(
      (reason) => {
        if (reason !== null) {
          log.info(`Refused a request of a log-in window: ${request.url}`);
          if (isDocument) say(reason);
        }
        answer({ cancel: reason !== null });
      },
      () => {
        if (request.resourceType === 'mainFrame') say('There is no host of this name.');
        answer({ cancel: true });
      },
    );
  });
}

/** Chromium may refuse a cookie that was pasted, such as one that has expired; it is not needed then. */
async function setCookies(own: Session, text: string, log: Log): Promise<void> {
  let refused = 0;
  for (const cookie of readCookiesTxt(text).cookies) {
    const { host, below, path, secure, httpOnly, expiresSeconds, name, value } = cookie;
    const url = `${secure ? 'https' : 'http'}://${host}${path}`;
    const ends = expiresSeconds === 0 ? {} : { expirationDate: expiresSeconds };
    const where = below ? { domain: host } : {};
    await own.cookies
      .set({ url, name, value, path, secure, httpOnly, ...where, ...ends })
      .catch(() => {
        refused += 1;
      });
  }
  if (refused > 0) log.info(`${refused} cookies of a log-in were not taken by its window.`);
}

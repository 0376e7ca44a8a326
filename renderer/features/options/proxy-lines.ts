import type { ProxyLogin } from '#shared/ipc/secrets.ts';
import { optionsSchema } from '#shared/job/job.ts';

export interface AddedProxies {
  readonly proxies: readonly string[];
  /** What was pasted with `user:password@`: it never goes into the job. */
  readonly logins: readonly ProxyLogin[];
  /** The lines that are no proxy, for the person to mend. */
  readonly rest: string;
  /** Why the first of them is none. */
  readonly problem: string | null;
}

const mostProxies = 1000;

/** Proxies that were pasted, one a line, behind those that are there already. */
export function addProxies(known: readonly string[], text: string): AddedProxies {
  const proxies = new Set(known);
  const logins: ProxyLogin[] = [];
  const rest: string[] = [];
  let problem: string | null = null;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '') continue;
    const read = readLine(line.trim());
    const isFull = proxies.size >= mostProxies;
    if ('reason' in read || (isFull && !proxies.has(read.proxy))) {
      rest.push(line);
      const reason = 'reason' in read ? read.reason : 'a job has at most 1,000 proxies';
      problem ??= `Line ${rest.length}: ${reason}.`;
      continue;
    }
    proxies.add(read.proxy);
    if (read.login) logins.push({ proxy: read.proxy, ...read.login });
  }
  return { proxies: [...proxies], logins, rest: rest.join('\n'), problem };
}

type Line =
  | { readonly proxy: string; readonly login: Omit<ProxyLogin, 'proxy'> | null }
  | { readonly reason: string };

/** As sellers of proxies hand them out: host:port:user:password. */
const sold = /^([^\s:/@]+):(\d+):([^\s:]+):(\S+)$/;
const usual =
  /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:(\S*)@)?(\[[0-9a-f:.]+\]|[^\s:/@?#]+)(?::(\d+))?\/?$/i;

function readLine(line: string): Line {
  const fromSeller = sold.exec(line);
  if (fromSeller) {
    const [, host = '', port = '', user = '', password = ''] = fromSeller;
    return checked(`http://${host}:${port}`, { user, password });
  }
  const parts = usual.exec(line);
  if (!parts) return { reason: 'write a proxy as http://proxy.example:8080' };
  const [, scheme = 'http', login, host = '', port] = parts;
  if (!/^(https?|socks5)$/i.test(scheme)) {
    return { reason: 'only http, https and socks5 proxies can be used' };
  }
  if (port === undefined) return { reason: 'the port is missing, as in http://proxy.example:8080' };
  const proxy = `${scheme}://${host}:${port}`.toLowerCase();
  return checked(proxy, login === undefined || login === '' ? null : readLogin(login));
}

function checked(proxy: string, login: Omit<ProxyLogin, 'proxy'> | null): Line {
  const port = Number(/\d+$/.exec(proxy)?.[0]);
  if (port < 1 || port > 65_535) return { reason: 'a port is a number from 1 to 65535' };
  return optionsSchema.shape.proxies.safeParse([proxy]).success
    ? { proxy, login }
    : { reason: 'write a proxy as http://proxy.example:8080' };
}

function readLogin(text: string): Omit<ProxyLogin, 'proxy'> | null {
  const at = text.indexOf(':');
  const user = at < 0 ? text : text.slice(0, at);
  const password = at < 0 ? '' : text.slice(at + 1);
  return user === '' ? null : { user: decoded(user), password: decoded(password) };
}

/** In a URL, signs such as @ are written as %40; a password may also hold a plain percent sign. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

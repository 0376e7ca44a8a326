import type { ProxyLogin } from '#shared/ipc/secrets.ts';
import { type ProxyAddress, parseProxy } from '#shared/job/proxy.ts';

interface AddedProxies {
  readonly proxies: readonly string[];
  /** The pasted `user:password@` parts: they are never written into the job. */
  readonly logins: readonly ProxyLogin[];
  /** The lines that are not a proxy, for the person to correct. */
  readonly rest: string;
  /** The reason why the first of them is not a proxy. */
  readonly problem: string | null;
}

const mostProxies = 1000;

/** Appends pasted proxies, one per line, to the existing ones. */
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
  | (Pick<ProxyAddress, 'login'> & { readonly proxy: string })
  | { readonly reason: string };

/** The format in which proxies are often sold: host:port:user:password. */
const sold = /^([^\s:/@]+):(\d+):([^\s:]+):(\S+)$/;

function readLine(line: string): Line {
  const [, host, port, user = '', password = ''] = sold.exec(line) ?? [];
  const isSold = host !== undefined;
  const url = isSold ? `http://${host}:${port}` : line;
  // Longer than any proxy; the job and its logins have limits of their own.
  const read =
    line.length > 1000
      ? null
      : parseProxy(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`);
  if (read !== null) {
    const login = isSold ? { user, password } : read.login;
    return { proxy: read.name, login: login?.user ? login : null };
  }
  return /^(?!https?:|socks5:)[a-z][a-z0-9+.-]*:\/\//i.test(line)
    ? { reason: 'only http, https and socks5 proxies can be used' }
    : { reason: 'write a proxy as http://proxy.example:8080' };
}

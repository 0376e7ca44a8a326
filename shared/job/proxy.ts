/** A proxy's URL in its parts. */
export interface ProxyAddress {
  /** The form used in a job: scheme://host:port, without a login. */
  readonly name: string;
  readonly scheme: 'http' | 'https' | 'socks5';
  readonly host: string;
  readonly port: number;
  /** The `user:password@` part of the URL; null for none. */
  readonly login: { readonly user: string; readonly password: string } | null;
}

const ports = { http: 80, https: 443, socks5: 1080 } as const;

/** Reads a proxy's URL, with or without a login. Null where the text is not such a URL. */
export function parseProxy(text: string): ProxyAddress | null {
  const match = /^(https?|socks5):\/\/(?:([^/?#\s]*)@)?([^/?#@\s]+?)(?::(\d{1,5}))?\/?$/i.exec(
    text.trim(),
  );
  if (match === null) return null;
  const [, scheme = '', userinfo, hostname = '', port] = match;
  const kind = scheme.toLowerCase() as ProxyAddress['scheme'];
  const url = parseHost(hostname);
  const number = port === undefined ? ports[kind] : Number(port);
  if (url === null || number < 1 || number > 65_535) return null;
  const name = `${kind}://${url}:${number}`;
  return { name, scheme: kind, host: url, port: number, login: loginOf(userinfo) };
}

/** A host as in URLs: international names in ASCII, IPv6 in brackets. */
function parseHost(hostname: string): string | null {
  try {
    const { host } = new URL(`ws://${hostname}/`);
    return host === '' || host.includes('%') ? null : host;
  } catch {
    return null; // The caller reports the error, since it has the place.
  }
}

function loginOf(userinfo: string | undefined): ProxyAddress['login'] {
  if (userinfo === undefined || userinfo === '') return null;
  const colon = userinfo.indexOf(':');
  const user = colon < 0 ? userinfo : userinfo.slice(0, colon);
  return { user: decode(user), password: colon < 0 ? '' : decode(userinfo.slice(colon + 1)) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A % that begins no escape is part of the password.
  }
}

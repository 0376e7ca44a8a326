import type { Login } from './ports.ts';

const withLogin = /((?:\b[a-z][a-z0-9+.-]*:)?\/\/[^\s/?#@:]*):([^\s/?#]+)@/gi;
const bareLogin = /^(?!mailto:)([^\s/?#@:]+):([^\s/?#]+)@(?=[^\s/?#@]+)/i;

/** A text with every password in `user:password@host` as three stars: only so is it stored or shown. */
export function maskLogins(text: string): string {
  if (!text.includes('@')) return text;
  return text.replace(withLogin, '$1:***@').replace(bareLogin, '$1:***@');
}

/** Takes `user:password@` out of a URL. Null where it has none. */
export function takeLogin(url: URL): Login | null {
  if (url.username === '' && url.password === '') return null;
  const login = { user: decode(url.username), password: decode(url.password) };
  url.username = '';
  url.password = '';
  return login;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A lone % is part of the password as it was typed.
  }
}

/** A login as the header that carries it (RFC 7617). */
export function basicAuth({ user, password }: Login): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

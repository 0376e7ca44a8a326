import { randomUUID } from 'node:crypto';
import { type Answer, html, whole } from './answer.ts';
import { type CustomerFolder, loginPage, welcomePage } from './customer-pages.ts';
import type { Site } from './site.ts';

const password = 'harbour';
/** The pages that a session shows before it ends, unless the log-in says otherwise. */
const usualPages = 25;
const mostPages = 100_000;
const sessionCookie = 'quay';

interface CustomerAsk {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly cookie: string;
  /** The Authorization header; empty without one. */
  readonly authorization: string;
  /** The form that was sent; null for a GET. */
  readonly form: URLSearchParams | null;
}

/**
 * The door of the pages for customers. Without a session `/customer/N` redirects to `/customer/login`, and
 * `/club/N` is answered by the form itself. A session is a cookie that scripts do not see, and ends after some
 * pages. The data of `/customer/app/…` asks for the token of the session instead, which only the page after the
 * log-in keeps, in its storage.
 */
export class CustomerArea {
  readonly #site: Site;
  /** The pages that each session has left. */
  readonly #sessions = new Map<string, number>();

  constructor(site: Site) {
    this.#site = site;
  }

  endSessions(): void {
    this.#sessions.clear();
  }

  /** The answer to a path of this area; null: the session is good for the page, or the path is of no area. */
  answer(ask: CustomerAsk): Answer | null {
    if (this.#site.role !== 'shop') return null;
    if (ask.path === '/customer/login') return this.#logIn(ask);
    if (ask.path === '/customer/welcome') return this.#welcome(ask);
    if (ask.path.startsWith('/customer/app/data/')) {
      return this.#isLet(ask.authorization.replace(/^Bearer /, '')) ? null : noToken();
    }
    const [, folder] = /^\/(customer|club)\/[1-9]\d*$/.exec(ask.path) ?? [];
    if (folder === undefined || this.#isLet(tokenIn(ask.cookie))) return null;
    return this.#turnAway(folder as CustomerFolder, ask.path);
  }

  #logIn({ query, form }: CustomerAsk): Answer {
    const asked = Number.parseInt(query.get('pages') ?? '', 10);
    const pages = Math.min(asked > 0 ? asked : usualPages, mostPages);
    const next = form?.get('next') ?? query.get('next') ?? '';
    const isRight = form?.get('user') === 'mate' && form.get('password') === password;
    if (!isRight) return this.#form(next, pages, form !== null);
    const token = randomUUID();
    this.#sessions.set(token, pages);
    const location = /^\/(customer|club)\/\d+$/.test(next) ? next : '/customer/welcome';
    const cookie = `${sessionCookie}=${token}; Path=/; HttpOnly; SameSite=Lax`;
    return whole(Buffer.alloc(0), {
      status: 303,
      headers: html({ location, 'set-cookie': cookie }),
    });
  }

  #welcome({ cookie }: CustomerAsk): Answer {
    const token = tokenIn(cookie);
    if (!this.#sessions.has(token)) return this.#turnAway('customer', '');
    return page(welcomePage(this.#site, token));
  }

  #turnAway(folder: CustomerFolder, path: string): Answer {
    if (folder === 'club') return this.#form(path, usualPages, false);
    const location = `/customer/login?next=${encodeURIComponent(path)}`;
    return whole(Buffer.alloc(0), { status: 302, headers: html({ location }) });
  }

  #form(next: string, pages: number, isWrong: boolean): Answer {
    return page(loginPage(this.#site, next, pages, isWrong));
  }

  /** Counts a page of the session. */
  #isLet(token: string): boolean {
    const left = this.#sessions.get(token) ?? 0;
    if (left <= 1) this.#sessions.delete(token);
    else this.#sessions.set(token, left - 1);
    return left > 0;
  }
}

function page(text: string): Answer {
  return whole(Buffer.from(text), { headers: html({ 'cache-control': 'no-store' }) });
}

function noToken(): Answer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return whole(Buffer.from('{}'), { status: 401, headers });
}

function tokenIn(cookie: string): string {
  const pairs = cookie.split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === sessionCookie)?.[1] ?? '';
}

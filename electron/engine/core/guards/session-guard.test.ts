import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import type { FetchTrace } from '../../ports/fetcher.ts';
import type { LogIn } from '../../ports/log-in.ts';
import type { UrlOutcome } from '../run/counters.ts';
import { MemoryLedger } from '../test-support/memory-ledger.ts';
import { SessionGuard } from './session-guard.ts';

const logIn: LogIn = { domains: ['shop.example'], addresses: ['https://shop.example/welcome'] };
const noon = new Date(2025, 0, 1, 12, 0).getTime();

interface Came {
  readonly from?: number;
  readonly to?: number;
  readonly hasPassword?: boolean;
  readonly leadsTo?: string;
  readonly notFollowed?: string;
  readonly url?: string;
}

/** A page that started and ended so many minutes after noon. */
function page({
  from = 0,
  to = from,
  leadsTo,
  url = 'https://shop.example/item/1',
  ...more
}: Came) {
  const { notFollowed, hasPassword = false } = more;
  const trace: FetchTrace = {
    finalUrl: leadsTo ?? url,
    status: 200,
    redirects: leadsTo === undefined ? [] : [{ status: 302, from: url, to: leadsTo }],
    headers: '',
    answeredAtMs: null,
    contentType: 'text/html',
    wireBytes: 1,
    headersMs: 1,
    bodyMs: 1,
    notes: [],
    ...(notFollowed === undefined ? {} : { notFollowed }),
  };
  const outcome: UrlOutcome = {
    requestId: 1,
    hostId: 1,
    attempts: 1,
    state: 'done',
    failure: null,
    rows: [['a']],
    trace,
    encoding: 'utf-8',
    startedAtMs: noon + from * 60_000,
    finishedAtMs: noon + to * 60_000,
    extractMs: 1,
    inBrowser: false,
    url,
    hasPassword,
  };
  return outcome;
}

function guardOf(more: Partial<LogIn> = {}) {
  const ledger = new MemoryLedger();
  const guard = new SessionGuard({ ...logIn, ...more }, ledger);
  const see = (...came: readonly Came[]) =>
    came.map((one) => guard.settled(page(one)).failure?.code === 'LOGIN_ASKED');
  return { guard, see, ledger };
}
const toLogin = { leadsTo: 'https://shop.example/login?next=%2Fitem%2F1' };

describe('a page that shows a log-in', () => {
  it.each([
    'https://shop.example/login',
    'https://shop.example/en/account/sign-in/',
    'https://shop.example/users/sign_in',
    'https://shop.example/wp-login.php',
    'https://shop.example/index.php?title=Special:UserLogin&returnto=X',
    'https://shop.example/index.php?route=account/login',
    'https://sso.other.example/realms/a/protocol/sso?x=1',
    'https://shop.example/SignIn.aspx',
    'https://shop.example/welcome?again=1',
  ])('leads to the address of one: %s', (leadsTo) => {
    expect(guardOf().see({ leadsTo })).toEqual([true]);
  });

  it.each([
    'https://shop.example/item/2',
    'https://shop.example/',
    'https://shop.example/blogins/a',
    'https://shop.example/authors/a',
    'https://shop.example/item/1?next=/login',
  ])('does not lead to %s', (leadsTo) => {
    expect(guardOf().see({ leadsTo })).toEqual([false]);
  });

  it('has failed, without rows, and says where it leads', () => {
    const { guard } = guardOf();
    const settled = guard.settled(page(toLogin));
    expect(settled).toMatchObject({ state: 'failed', rows: [] });
    expect(settled.failure?.message).toBe(
      'The page shows a log-in in place of its contents (it leads to shop.example/login).',
    );
  });

  it('is one whose redirect robots.txt does not allow', () => {
    const { guard } = guardOf();
    const skipped = {
      ...page({ notFollowed: 'https://shop.example/login' }),
      state: 'skipped' as const,
      failure: failure('ROBOTS'),
    };
    expect(guard.settled(skipped)).toMatchObject({
      state: 'failed',
      failure: { code: 'LOGIN_ASKED' },
    });
  });

  it('is none where the list itself asks for the log-in, nor at hosts without a log-in', () => {
    const { see } = guardOf();
    expect(see({ url: 'https://shop.example/login', ...toLogin })).toEqual([false]);
    expect(see({ url: 'https://b.example/1', leadsTo: 'https://b.example/login' })).toEqual([
      false,
    ]);
    expect(see({ url: 'https://www.shop.example/1', ...toLogin })).toEqual([true]);
    expect(guardOf({ domains: null }).see({ url: 'https://b.example/1', ...toLogin })).toEqual([
      true,
    ]);
  });

  it('has a field for a password, where pages of its host had none before', () => {
    const { see } = guardOf();
    expect(see({ hasPassword: true }, {}, { hasPassword: true })).toEqual([false, false, true]);
    expect(see({ url: 'https://shop.example/club/1', hasPassword: true })).toEqual([true]);
    expect(see({ url: 'https://www.shop.example/1', hasPassword: true })).toEqual([false]);
  });

  it('has one where others of its host lead to the log-in', () => {
    const { see } = guardOf();
    const club = { url: 'https://shop.example/club/1', hasPassword: true };
    expect(see(club, toLogin, club)).toEqual([false, true, true]);
  });

  it('is taken as it is once the person goes on, if its kind never came without a field', () => {
    const { guard, see } = guardOf();
    const account = { url: 'https://shop.example/account/1', hasPassword: true };
    see({});
    expect(see(account, account, account)).toEqual([true, true, true]);
    expect(guard.reason(false)).not.toBeNull();
    guard.asked();
    guard.goOn();
    expect(see(account, { hasPassword: true })).toEqual([false, true]);
    const resumed = guardOf({ isOld: true });
    expect(resumed.see({}, account, { hasPassword: true })).toEqual([false, false, true]);
    expect(resumed.guard.reason(true)).toBeNull();
  });

  it('is known by what the run saw before it was cut off', () => {
    const { see, ledger } = guardOf();
    see({}, {}, { url: 'https://shop.example/view.php?id=3' });
    expect(ledger.plainKinds).toEqual([
      'https://shop.example/item/',
      'https://shop.example/view.php',
    ]);
    const again = new SessionGuard(logIn, ledger);
    expect(again.settled(page({ hasPassword: true })).failure?.code).toBe('LOGIN_ASKED');
  });
});

describe('the end of a session', () => {
  it('is noticed at the third page, of which two started after the first had come', () => {
    const { guard, see } = guardOf();
    see({}, { from: 1, to: 4, ...toLogin }, { from: 2, to: 4, ...toLogin });
    expect(guard.reason(false)).toBeNull();
    see({ from: 4, to: 5, ...toLogin });
    expect(guard.reason(false)).toBeNull();
    see({ from: 5, to: 6, ...toLogin });
    expect(guard.reason(false)).toBe(
      'shop.example asks for a log-in again since 12:04: 4 pages are fetched again.',
    );
  });

  it('is noticed at the end of the list by one page', () => {
    const { guard, see } = guardOf();
    see({}, { hasPassword: true });
    expect(guard.reason(false)).toBeNull();
    expect(guard.reason(true)).toContain(': 1 page is fetched again.');
  });

  it('is said without "again" where no page ever came without a log-in', () => {
    const { guard, see } = guardOf();
    see(toLogin, toLogin, toLogin);
    expect(guard.reason(false)).toContain('shop.example asks for a log-in since 12:00');
  });

  it('is not taken from pages that this log-in does not open', () => {
    const { guard, see } = guardOf();
    for (let minute = 0; minute < 20; minute += 2) {
      expect(see({ from: minute, ...toLogin }, { from: minute + 1 })).toEqual([true, false]);
    }
    expect(guard.reason(false)).toBeNull();
    expect(guard.reason(true)).toBeNull();
  });

  it('is not denied by pages that were under way before, or that are of another kind', () => {
    const { guard, see } = guardOf();
    see({ to: 3, ...toLogin }, { from: 2, to: 5 }, { from: 6, url: 'https://shop.example/about' });
    see({ from: 7, ...toLogin }, { from: 8, ...toLogin });
    expect(guard.reason(false)).not.toBeNull();
  });

  it('counts what comes during the pause, and asks no more once the person has decided', () => {
    const { guard, see } = guardOf();
    see(toLogin, toLogin, toLogin);
    expect(guard.reason(false)).toContain(': 3 pages');
    guard.asked();
    expect(see(toLogin)).toEqual([true]);
    expect(guard.reason(false)).toContain(': 4 pages');
    expect(guard.goOn()).toBe(true);
    expect(see(toLogin, toLogin, toLogin)).toEqual([true, true, true]);
    expect(guard.reason(false)).toBeNull();
    expect(guard.reason(true)).toBeNull();
  });

  it('still leads to a pause after one for another reason', () => {
    const { guard, see } = guardOf();
    expect(guard.goOn()).toBe(false);
    see(toLogin, toLogin, toLogin);
    expect(guard.reason(false)).not.toBeNull();
  });
});

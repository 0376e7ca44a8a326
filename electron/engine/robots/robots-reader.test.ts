import { describe, expect, it } from 'vitest';
import { type ErrorCode, failure } from '#shared/errors/error-codes.ts';
import { defaultOptions } from '#shared/job/defaults.ts';
import type { FetchOutcome, FetchTrace } from '../ports/fetcher.ts';
import { createRobotsReader } from './robots-reader.ts';

const trace: FetchTrace = {
  finalUrl: 'https://a.example/robots.txt',
  status: 200,
  redirects: [],
  headers: '',
  answeredAtMs: null,
  contentType: 'text/plain',
  wireBytes: 0,
  headersMs: 1,
  bodyMs: 1,
  notes: [],
};

function page(text: string, more: Partial<FetchTrace> = {}): FetchOutcome {
  return {
    kind: 'page',
    page: {
      url: trace.finalUrl,
      trace: { ...trace, ...more },
      body: new Uint8Array(new TextEncoder().encode(text)),
    },
  };
}
const failed = (code: ErrorCode, status: number | null): FetchOutcome => ({
  kind: 'failed',
  failure: failure(code),
  trace: { ...trace, status },
});

const read = (outcome: FetchOutcome, userAgent: string = defaultOptions.userAgent) =>
  createRobotsReader({ ...defaultOptions, userAgent }).read(outcome);
const forbids = (outcome: FetchOutcome, path = '/page', userAgent?: string) =>
  read(outcome, userAgent).rules.forbids(`https://a.example${path}`)?.code ?? null;

const hop = { status: 301, from: 'https://a.example/a', to: 'https://a.example/b' };
const all = 'User-agent: *\nDisallow: /';

describe('a robots.txt', () => {
  it('is read for the product token of the user agent', () => {
    const robots = page('User-agent: trawl\nDisallow: /t\n\nUser-agent: mybot\nDisallow: /m');
    expect(forbids(robots, '/t')).toBe('ROBOTS');
    expect(forbids(robots, '/m')).toBeNull();
    expect(forbids(robots, '/m', 'MyBot/2.1 (+https://me.example)')).toBe('ROBOTS');
    expect(forbids(robots, '/t', '')).toBe('ROBOTS');
  });

  it('names the rule that forbids', () => {
    const { rules } = read(page('User-agent: *\nDisallow: /p*'));
    expect(rules.forbids('https://a.example/page')?.message).toBe(
      'The robots.txt of the site does not allow this page (Disallow: /p*).',
    );
  });

  it('may begin with a byte order mark', () => {
    expect(forbids(page(`\ufeff${all}`))).toBe('ROBOTS');
  });

  it('has no rules where a page stands in its place', () => {
    expect(forbids(page(`\n <!DOCTYPE html><pre>\n${all}\n</pre>`))).toBeNull();
    expect(forbids(page(''))).toBeNull();
  });

  it('counts up to 500 KiB', () => {
    const filler = `# ${'x'.repeat(997)}\n`.repeat(510);
    expect(forbids(page(`${filler}${all}`))).toBe('ROBOTS');
    expect(forbids(page(`${filler}${filler}${all}`))).toBeNull();
  });

  it('is behind five redirects at the most', () => {
    expect(forbids(page(all, { redirects: Array(5).fill(hop) }))).toBe('ROBOTS');
    expect(forbids(page(all, { redirects: Array(6).fill(hop) }))).toBeNull();
    expect(forbids(failed('REDIRECT_LOOP', 302))).toBeNull();
  });

  it('slows down by its Crawl-delay, up to a minute', () => {
    const delay = (seconds: string) =>
      read(page(`User-agent: *\nCrawl-delay: ${seconds}`)).rules.crawlDelayMs;
    expect([delay('2'), delay('0.5'), delay('3600'), delay('-1')]).toEqual([2000, 500, 60_000, 0]);
  });
});

describe('a robots.txt that is not there', () => {
  it.each<[ErrorCode, number]>([
    ['HTTP_404', 404],
    ['HTTP_410', 410],
    ['HTTP_401', 401],
    ['HTTP_403', 403],
    ['HTTP_4XX', 418],
  ])('allows all on %s', (code, status) => {
    const { again, rules } = read(failed(code, status));
    expect(again).toBeNull();
    expect(rules.forbids('https://a.example/')).toBeNull();
  });

  it('is asked for again where the server asks to go slower, and then allows all', () => {
    const { again, rules } = read(failed('HTTP_429', 429));
    expect(again?.code).toBe('HTTP_429');
    expect(rules.forbids('https://a.example/')).toBeNull();
  });

  it.each<[ErrorCode, number]>([
    ['HTTP_5XX', 500],
    ['HTTP_503', 503],
  ])('is asked for again on %s, and then forbids all', (code, status) => {
    const { again, rules } = read(failed(code, status));
    expect(again?.code).toBe(code);
    expect(rules.forbids('https://a.example/')?.code).toBe('ROBOTS');
    expect(rules.forbids('https://a.example/')?.message).toContain('could not be read');
  });

  it.each<[ErrorCode, boolean]>([
    ['CONNECTION_REFUSED', true],
    ['TOTAL_TIMEOUT', true],
    ['TLS_EXPIRED', false],
  ])('fails the pages with %s where that is the cause', (code, mayAskAgain) => {
    const { again, rules } = read(failed(code, null));
    expect(again !== null).toBe(mayAskAgain);
    expect(rules.forbids('https://a.example/')?.code).toBe(code);
  });
});

import { type Failure, failure } from '#shared/errors/error-codes.ts';
import type { ResolvedOptions } from '#shared/job/defaults.ts';
import { fetchRules } from '../core/fetch-rules.ts';
import type { FetchOutcome } from '../ports/fetcher.ts';
import type { RobotsAnswer, RobotsReader, RobotsRules } from '../ports/robots-reader.ts';
import { parseRobots, ruleFor } from './parse-robots.ts';

/** RFC 9309, section 2.5: at least 500 KiB are read; the rest is ignored. */
const readBytes = 512_000;
/** RFC 9309, section 2.3.1.2: at least five; after more redirects the file counts as missing. */
const mostRedirects = 5;
/** Crawl-delay is no part of the RFC; a very long one, such as an hour, would make a crawl impossible. */
const longestCrawlDelayMs = 60_000;
const defaultToken = 'Trawl';

/**
 * Reads robots.txt files by RFC 9309 for a job: the letters at the beginning of its user agent are its
 * product token.
 */
export function createRobotsReader(options: ResolvedOptions): RobotsReader {
  const userAgent = fetchRules(options).headers['user-agent'] ?? '';
  const token = /^[A-Za-z_-]+/.exec(userAgent)?.[0] ?? defaultToken;
  return {
    read: (outcome) =>
      outcome.kind === 'page' ? rulesOfPage(outcome, token) : rulesOfNone(outcome),
  };
}

function rulesOfPage(
  { page: { body, trace } }: Extract<FetchOutcome, { kind: 'page' }>,
  token: string,
): RobotsAnswer {
  if (trace.redirects.length > mostRedirects) return { again: null, rules: allowAll };
  // TextDecoder removes the byte order mark.
  const text = new TextDecoder().decode(body.subarray(0, readBytes));
  if (isHtml(text)) return { again: null, rules: allowAll };
  const group = parseRobots(text, token);
  return {
    again: null,
    rules: {
      crawlDelayMs: Math.min(group.crawlDelayMs ?? 0, longestCrawlDelayMs),
      forbids: (url) => {
        const rule = ruleFor(group, url);
        if (rule === null || rule.allow) return null;
        return failure('ROBOTS', `Disallow: ${rule.pattern.slice(0, 200)}`);
      },
    },
  };
}

/** Some sites answer every path with their front page. */
function isHtml(text: string): boolean {
  return /^\s{0,1000}<(?:!doctype|html|head|body|!--|\?xml)/i.test(text);
}

/**
 * There is no file. "Unavailable" (4xx, too many redirects) allows all; "unreachable" (5xx, the network)
 * forbids all, once all tries have failed (RFC 9309, sections 2.3.1.3 and 2.3.1.4). If the network is the
 * cause, the requests of the host fail with the network's code, since that is the cause that the person has
 * to see.
 */
function rulesOfNone({
  failure: reason,
  trace,
}: Extract<FetchOutcome, { kind: 'failed' }>): RobotsAnswer {
  const again = reason.retryable ? reason : null;
  const { status } = trace;
  if (status !== null && status >= 500) {
    const why = `it could not be read: ${reason.message.replace(/\.$/, '')}`;
    return { again, rules: forbidAll(failure('ROBOTS', why)) };
  }
  const redirects = status !== null && status >= 300 && status < 400;
  if (redirects || (status !== null && status >= 400)) return { again, rules: allowAll };
  return { again, rules: forbidAll(reason) };
}

const allowAll: RobotsRules = { crawlDelayMs: 0, forbids: () => null };

function forbidAll(reason: Failure): RobotsRules {
  return { crawlDelayMs: 0, forbids: () => reason };
}

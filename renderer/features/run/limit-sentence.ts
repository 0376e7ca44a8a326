import { assertNever } from '#shared/assert-never.ts';
import type { Limit, RunSnapshot } from '#shared/engine-protocol/run.ts';
import { formatCount, formatDuration, formatQuantity } from '#shared/format.ts';

/** The reason why a run is not faster now, and a way to make it faster. Null where the run is not active. */
export function limitSentence(snapshot: Pick<RunSnapshot, 'state' | 'limit'>): string | null {
  return snapshot.state === 'running' ? sentence(snapshot.limit) : null;
}

function sentence(limit: Limit): string {
  switch (limit.kind) {
    case 'none':
      return 'Nothing holds the run back.';
    case 'importing':
      return 'The list is still being read.';
    case 'slots':
      return limit.concurrency === 1
        ? 'Pages are fetched one by one; more of them at once go faster.'
        : `All ${formatCount(limit.concurrency)} at once are under way; raise "At once" to go faster.`;
    case 'per-host':
      return perHostSentence(limit);
    case 'delay':
      return `${hostName(limit.host)} is asked once every ${formatDuration(limit.delayMs)}; a shorter pause under Options makes it faster.`;
    case 'retry-after':
      return `${hostName(limit.host)} asked to wait; it goes on in ${formatDuration(limit.waitMs)}.`;
    case 'backoff':
      return `Waiting ${formatDuration(limit.waitMs)} before failed pages are tried again.`;
    case 'polite':
      return politeSentence(limit);
    case 'per-minute':
      return `${hostName(limit.host)} is asked at most ${formatQuantity(limit.perMinute, 'time')} a minute, as set in Options.`;
    case 'robots':
      return `The robots.txt of ${hostName(limit.host)} asks for ${formatDuration(limit.delayMs)} between requests.`;
    case 'failing':
      return `${hostName(limit.host)} failed again and again; it is tried again in ${formatDuration(limit.waitMs)}.`;
    case 'proxies':
      return `${formatQuantity(limit.resting, 'proxy', 'proxies')} failed and ${limit.resting === 1 ? 'rests' : 'rest'} for a while.`;
    case 'open-files':
      return `This computer has no room for more open connections: ${formatCount(limit.concurrency)} at once for now, and no try is lost. Lower "At once", or raise the system's limit of open files.`;
    case 'network':
      return 'Nothing can be reached; the run goes on by itself when that is over.';
    case 'windows':
      return `Pages wait for ${limit.windows === 1 ? 'the browser window' : `one of ${formatCount(limit.windows)} browser windows`}; the number is set in Options.`;
    case 'parsing':
      return 'Pages arrive faster than this computer can read them.';
    case 'disk':
      return 'Pages arrive faster than the disk can store them.';
    case 'few-left':
      return 'Only the last pages are left.';
    default:
      return assertNever(limit);
  }
}

function perHostSentence({ host, perHost, hosts }: Extract<Limit, { kind: 'per-host' }>): string {
  const atOnce = `${formatCount(perHost)} at once`;
  if (hosts <= 1) {
    return `${hostName(host)} is at its limit of ${atOnce}; raise "From one host" if the site can take it.`;
  }
  return `${hostName(host)} and ${formatQuantity(hosts - 1, 'other host')} are at their limit of ${atOnce}; raise "From one host" if they can take it.`;
}

function politeSentence({ host, allowed, hosts }: Extract<Limit, { kind: 'polite' }>): string {
  if (hosts > 1) {
    return `${formatQuantity(hosts, 'host')} are asked gently, ${hostName(host)} with ${formatCount(allowed)} at once; the pace rises while they answer as quickly.`;
  }
  return `${hostName(host)} is asked gently, ${formatCount(allowed)} at once; the pace rises while it answers as quickly.`;
}

/** A host without its scheme, for sentences: "https://example.com" → "example.com". */
export const hostName = (host: string): string => host.replace(/^https?:\/\//, '');

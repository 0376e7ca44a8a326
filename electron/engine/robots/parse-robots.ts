import { comparablePath } from './comparable-path.ts';
import { type RobotsRule, RuleIndex } from './rule-index.ts';

/** The rules of a robots.txt for one crawler. */
interface RobotsGroup {
  /** The first rule that matches decides. */
  readonly rules: readonly RobotsRule[];
  readonly index: RuleIndex;
  /** Null if the file sets none. */
  readonly crawlDelayMs: number | null;
}

interface DraftGroup {
  readonly rules: RobotsRule[];
  crawlDelayMs: number | null;
}

/**
 * The group of a robots.txt that applies to a crawler (RFC 9309, section 2.2): all groups that name it,
 * merged, or else all that name `*`; without either, everything is allowed. Unknown lines are ignored, and
 * lines of no group, such as Sitemap, do not end one.
 *
 * @param productToken such as "Trawl"; compared without regard to case
 */
export function parseRobots(text: string, productToken: string): RobotsGroup {
  const wanted = productToken.toLowerCase();
  const own: DraftGroup = { rules: [], crawlDelayMs: null };
  const others: DraftGroup = { rules: [], crawlDelayMs: null };
  const named = new Set<DraftGroup>();
  let ownIsThere = false;
  let inAgents = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [key, value] = keyAndValue(line);
    if (key === 'user-agent') {
      if (!inAgents) named.clear();
      inAgents = true;
      const agent = agentOf(value);
      if (agent === wanted) {
        named.add(own);
        ownIsThere = true;
      } else if (agent === '*') {
        named.add(others);
      }
    } else if (key === 'allow' || key === 'disallow') {
      inAgents = false;
      // An empty path matches nothing: "Disallow:" forbids nothing.
      if (value === '') continue;
      const rule = { allow: key === 'allow', pattern: comparablePath(value) };
      for (const group of named) group.rules.push(rule);
    } else if (key === 'crawl-delay') {
      inAgents = false;
      for (const group of named) group.crawlDelayMs ??= delayMsOf(value);
    }
  }
  const group = ownIsThere ? own : others;
  group.rules.sort(byRank);
  return { ...group, index: new RuleIndex(group.rules) };
}

/** Without regular expressions, which would take extremely long on a long line of blanks. */
function keyAndValue(line: string): readonly [key: string, value: string] {
  const comment = line.indexOf('#');
  const text = comment < 0 ? line : line.slice(0, comment);
  const colon = text.indexOf(':');
  if (colon < 0) return ['', ''];
  return [text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim()];
}

/** The line may continue after the product token, for example with a version: only the token counts. */
function agentOf(value: string): string {
  return value.startsWith('*') ? '*' : (/^[A-Za-z_-]+/.exec(value)?.[0].toLowerCase() ?? '');
}

function delayMsOf(value: string): number | null {
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : null;
}

/** The longest pattern decides; of two with the same length, the one that allows. */
function byRank(a: RobotsRule, b: RobotsRule): number {
  return b.pattern.length - a.pattern.length || Number(b.allow) - Number(a.allow);
}

/**
 * The rule that decides on a page; null if none applies, so that it may be fetched. The robots.txt itself
 * may always be fetched (RFC 9309, section 2.2.2).
 */
export function ruleFor({ index }: RobotsGroup, url: string): RobotsRule | null {
  const { pathname, search } = new URL(url);
  if (pathname === '/robots.txt') return null;
  return index.find(comparablePath(pathname + search));
}

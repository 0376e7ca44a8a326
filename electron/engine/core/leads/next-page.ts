import { defaultMaxPages, type NextRule } from '#shared/job/v2/next.ts';
import type { ExtractOutcome } from '../../ports/extractor.ts';
import type { FetchedPage } from '../../ports/fetcher.ts';
import type { Lead, NextPage } from '../../ports/lead.ts';
import { nextInHeaders } from './link-header.ts';
import { nextInUrl } from './next-in-url.ts';

/** An address as the run's file has it; null for a text that is no address of http or https. */
export type AddressOf = (text: string) => Pick<Lead, 'url' | 'key' | 'host'> | null;

/** Finds the next page of a page that was read, by the rule of the job. */
export class NextPages {
  readonly #rule: NextRule;
  readonly #addressOf: AddressOf;

  constructor(rule: NextRule, addressOf: AddressOf) {
    this.#rule = rule;
    this.#addressOf = addressOf;
  }

  /** @param asked the URL of the request, which may have led to the page by redirects */
  of(asked: string, page: FetchedPage, read: ExtractOutcome): NextPage {
    const found = this.#addressIn(asked, page, read);
    if (found === null) return { kind: 'none' };
    // A secret in an address is masked: what is left would be another page.
    const address = found.includes('***') ? null : this.#addressOf(found);
    if (address === null) return { kind: 'unusable' };
    // Where a redirect led to the page, its link to itself leads to the request that the run has.
    const isItself = this.#addressOf(page.url)?.key === address.key;
    const target = (isItself ? this.#addressOf(asked) : null) ?? address;
    return { kind: 'lead', lead: { relation: 'next', fromNumber: 0, ...target } };
  }

  #addressIn(asked: string, { url, trace }: FetchedPage, read: ExtractOutcome): string | null {
    const rule = this.#rule;
    if ('param' in rule) return nextInUrl(asked, rule.param, rule.step ?? 1) ?? '';
    if ('header' in rule) {
      const target = nextInHeaders(trace.headers);
      if (target === null) return null;
      return URL.canParse(target, url) ? new URL(target, url).href : target;
    }
    return read.kind === 'rows' ? (read.next ?? null) : null;
  }
}

export function maxPagesOf({ maxPages = defaultMaxPages }: NextRule): number {
  return maxPages;
}

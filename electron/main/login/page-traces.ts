import { z } from 'zod';
import type { KeptLogIn } from '#shared/engine-protocol/protocol.ts';

const mostChars = 200_000;
const mostEntries = 500;

/**
 * Run in an isolated world of a page: whether it has a field for a password, and its `localStorage`, as JSON.
 * What a page keeps beyond the limit is left out.
 */
export const pageTracesScript = `(() => {
  const entries = [];
  let chars = 0;
  try {
    for (let at = 0; at < localStorage.length && entries.length < ${mostEntries}; at += 1) {
      const key = localStorage.key(at);
      const value = localStorage.getItem(key);
      chars += key.length + value.length;
      if (chars > ${mostChars}) break;
      entries.push([key, value]);
    }
  } catch {
    // A page without storage of its own, such as one in a sandbox, refuses the question.
  }
  const hasPassword = document.querySelector('input[type=password i]') !== null;
  return JSON.stringify({ entries, hasPassword });
})()`;

const tracesSchema = z.strictObject({
  entries: z.array(z.tuple([z.string(), z.string()])).max(mostEntries),
  hasPassword: z.boolean(),
});

const mostPages = 20;
const mostKeyChars = 10_000;
const mostValueChars = 100_000;

/** What the pages of a log-in window have left beside their cookies. */
export class PageTraces {
  readonly #storage = new Map<string, [string, string][]>();
  readonly #addresses = new Set<string>();

  /** @param told what the script has returned, which a hostile page may have made */
  heard(url: string, told: unknown): void {
    const page = URL.canParse(url) ? new URL(url) : null;
    if (page === null || typeof told !== 'string' || told.length > 3 * mostChars) return;
    if (page.protocol !== 'https:' && page.protocol !== 'http:') return;
    const traces = tracesSchema.safeParse(parsed(told));
    if (!traces.success) return;
    const { entries, hasPassword } = traces.data;
    const address = page.origin + page.pathname;
    if (hasPassword && this.#addresses.size < mostPages && address.length <= 2000) {
      this.#addresses.add(address);
    }
    const fit = entries.filter(
      ([key, value]) => key.length <= mostKeyChars && value.length <= mostValueChars,
    );
    if (fit.length === 0) this.#storage.delete(page.origin);
    else if (this.#storage.size < mostPages || this.#storage.has(page.origin)) {
      this.#storage.set(page.origin, fit);
    }
  }

  kept(): Pick<KeptLogIn, 'addresses' | 'storage'> {
    const storage = [...this.#storage].map(([origin, entries]) => ({ origin, entries }));
    return { addresses: [...this.#addresses], storage };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { createStore } from 'zustand/vanilla';
import type { Call, on } from '#renderer/bridge/client.ts';
import type { SitemapFindings, SitemapProgress } from '#shared/engine-protocol/sitemaps.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { type Sitemap, sitemapSchema } from '#shared/job/sitemaps.ts';

/** What stands in the dialog. */
export interface AskedSitemap {
  readonly url: string;
  readonly match: string;
  /** YYYY-MM-DD, or empty. */
  readonly since: string;
}

export type SitemapPhase =
  | { readonly kind: 'asking'; readonly problem: string | null }
  | { readonly kind: 'reading'; readonly progress: SitemapProgress | null }
  | { readonly kind: 'found'; readonly findings: SitemapFindings };

interface SitemapState {
  /** The job whose list is to come from sitemaps; null while the dialog is closed. */
  readonly jobId: string | null;
  readonly asked: AskedSitemap;
  readonly phase: SitemapPhase;
}

const closed: SitemapState = {
  jobId: null,
  asked: { url: '', match: '', since: '' },
  phase: { kind: 'asking', problem: null },
};

/** The dialog that makes a list from sitemaps: asks, reads and counts, and hands over what was found. */
export function createSitemapStore(ports: { readonly call: Call; readonly on: typeof on }) {
  const store = createStore<SitemapState>(() => closed);
  const set = store.setState;
  const get = store.getState;
  /** Increased when an answer that is under way is not wanted any more. */
  let current = 0;

  ports.on('engine', (event) => {
    const { jobId, phase } = get();
    if (event.kind !== 'sitemaps' || event.key !== jobId || phase.kind !== 'reading') return;
    set({ phase: { kind: 'reading', progress: event.progress } });
  });

  return Object.assign(store, {
    open(jobId: string): void {
      set({ ...closed, jobId });
    },
    /** A change makes a count worthless. */
    change(part: Partial<AskedSitemap>): void {
      set({ asked: { ...get().asked, ...part }, phase: { kind: 'asking', problem: null } });
    },
    async look(): Promise<void> {
      const { jobId, asked, phase } = get();
      if (jobId === null || phase.kind === 'reading') return;
      const source = sourceOf(asked);
      if (typeof source === 'string') {
        set({ phase: { kind: 'asking', problem: source } });
        return;
      }
      current += 1;
      const wanted = current;
      set({ phase: { kind: 'reading', progress: null } });
      try {
        const findings = await ports.call('sitemaps.read', { jobId, source });
        if (wanted === current) set({ phase: { kind: 'found', findings } });
      } catch (error) {
        if (wanted !== current) return;
        set({ phase: { kind: 'asking', problem: toErrorReply(error).message } });
      }
    },
    /** Stops the reading; the dialog stays. */
    async stop(): Promise<void> {
      const { jobId } = get();
      current += 1;
      set({ phase: { kind: 'asking', problem: null } });
      if (jobId !== null) await ports.call('sitemaps.leave', { jobId });
    },
    /** Closes the dialog; what was found is forgotten. */
    async close(): Promise<void> {
      const { jobId } = get();
      current += 1;
      set(closed);
      if (jobId !== null) await ports.call('sitemaps.leave', { jobId });
    },
    /** Closes the dialog, whose findings become the list. */
    taken(): void {
      current += 1;
      set(closed);
    },
  });
}

/** Null if the address is none. A site alone stands for the sitemaps that its robots.txt names. */
function sourceOf({ url, match, since }: AskedSitemap): Sitemap | string {
  const text = url.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (text === '' || !URL.canParse(whole) || !/^https?:/i.test(whole)) {
    return 'Type the address of a sitemap, such as https://example.com/sitemap.xml.';
  }
  const address = new URL(whole);
  if (address.pathname === '/' && address.search === '') address.pathname = '/robots.txt';
  const parsed = sitemapSchema.safeParse({
    url: address.href,
    ...(match.trim() === '' ? {} : { match: match.trim() }),
    ...(since === '' ? {} : { since }),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const part = { match: 'What addresses contain', since: 'The day' }[String(issue?.path[0])];
  return `${part ?? 'The address'} ${issue?.message ?? 'cannot be used'}.`;
}

import { call } from '#renderer/bridge/client.ts';
import { Preview } from './preview-store.ts';

const previews = new Map<string, Preview>();
let keptRunOf: (jobId: string) => string | null = () => null;

/** Says which run's kept pages the previews of a job take before they ask a site. */
export function tellPreviews(told: { readonly keptRunOf: typeof keptRunOf }): void {
  keptRunOf = told.keptRunOf;
}

/** The preview of a job, kept while the window is open, so that showing the tab again fetches nothing. */
export function previewOf(jobId: string): Preview {
  const known = previews.get(jobId);
  if (known) return known;
  const preview = new Preview(jobId, {
    send: call,
    keptRun: () => keptRunOf(jobId),
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
  previews.set(jobId, preview);
  return preview;
}

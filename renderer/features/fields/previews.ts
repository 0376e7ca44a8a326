import { call } from '#renderer/bridge/client.ts';
import { Preview } from './preview-store.ts';

const previews = new Map<string, Preview>();

/** The preview of a job, kept while the window is open, so that showing the tab again fetches nothing. */
export function previewOf(jobId: string): Preview {
  const known = previews.get(jobId);
  if (known) return known;
  const preview = new Preview(jobId, {
    send: call,
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
  previews.set(jobId, preview);
  return preview;
}

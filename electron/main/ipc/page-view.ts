import type { HandlerParts } from './parts.ts';
import type { DomainHandlers } from './register-handlers.ts';

export function pageViewHandlers({
  library,
  pageView,
}: Pick<HandlerParts, 'library' | 'pageView'>): DomainHandlers<'page-view'> {
  return {
    'page-view.open': (shown) =>
      pageView.open('jobId' in shown ? { jobId: library.get(shown.jobId).id } : shown),
    'page-view.place': ({ bounds }) => {
      pageView.place(bounds);
      return undefined;
    },
    'page-view.picture': () => pageView.picture(),
    'page-view.mode': async ({ mode }) => {
      await pageView.set({ mode });
      return undefined;
    },
    'page-view.mark': async ({ marks }) => {
      await pageView.set({ marks });
      return undefined;
    },
    'page-view.reveal': async ({ path }) => {
      await pageView.reveal(path);
      return undefined;
    },
    'page-view.focus': async () => {
      await pageView.focus();
      return undefined;
    },
    'page-view.close': () => {
      pageView.close();
      return undefined;
    },
  };
}

import { previewOf } from '#renderer/features/fields/previews.ts';
import { keptRunOf } from './kept-run.ts';
import { pointingIn } from './pointing-in.ts';
import { showTab } from './shell-store.ts';

/** Opens the page view of the fields with this page, as the run on screen has kept it. */
export function pointAt(jobId: string, url: string): void {
  void previewOf(jobId).fetch(url, false, { firstOf: keptRunOf(jobId) });
  pointingIn(jobId).open();
  showTab('fields');
}

import { failure } from '#shared/errors/error-codes.ts';
import type { Renderer } from '../ports/renderer.ts';

/** Stands in where there is no browser: every page that needs one fails, and says so. */
export const noRenderer: Renderer = {
  render: async ({ trace }) => ({ kind: 'failed', failure: failure('RENDER_UNAVAILABLE'), trace }),
  close: () => Promise.resolve(),
};

import { appHandlers } from './app.ts';
import { jobsHandlers } from './jobs.ts';
import { labHandlers } from './lab.ts';
import { listHandlers } from './list.ts';
import { loginHandlers } from './login.ts';
import { pageViewHandlers } from './page-view.ts';
import type { HandlerParts } from './parts.ts';
import { pasteHandlers } from './paste.ts';
import { previewHandlers } from './preview.ts';
import type { Handlers } from './register-handlers.ts';
import { exportHandlers, resultsHandlers } from './results.ts';
import { runHandlers } from './run.ts';
import { secretsHandlers } from './secrets.ts';
import { sitemapsHandlers } from './sitemaps.ts';

export function createHandlers(parts: HandlerParts): Handlers {
  return {
    ...jobsHandlers(parts),
    ...listHandlers(parts),
    ...sitemapsHandlers(parts),
    ...pasteHandlers(parts),
    ...runHandlers(parts),
    ...resultsHandlers(parts),
    ...exportHandlers(parts),
    ...previewHandlers(parts),
    ...pageViewHandlers(parts),
    ...labHandlers(parts),
    ...loginHandlers(parts),
    ...secretsHandlers(parts),
    ...appHandlers(parts),
  };
}

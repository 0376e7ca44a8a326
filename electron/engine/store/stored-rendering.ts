import type { RunRendering } from '#shared/engine-protocol/run-rendering.ts';
import { RenderChoice } from '../core/render/render-choice.ts';
import type { RunMeta } from './run-meta.ts';
import { checkVersion, versionWithRendering } from './schema.ts';
import type { Sqlite } from './sqlite.ts';
import { readTemplates } from './template-table.ts';

const mostLines = 20;

/** What a run that is not live has rendered, and why; null for one that renders no pages. */
export function readStoredRendering(db: Sqlite, { rules, counts }: RunMeta): RunRendering | null {
  const { render = 'never' } = rules.options ?? {};
  if (render === 'never' || checkVersion(db) < versionWithRendering) return null;
  const { fields } = rules;
  const choice = new RenderChoice({ fields, overrides: {}, stored: readTemplates(db) });
  return {
    mode: render,
    pages: counts.inBrowser,
    templates: choice.lines(mostLines),
    templateCount: choice.count,
  };
}

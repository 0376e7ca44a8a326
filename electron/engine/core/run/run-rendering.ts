import type { RunRendering } from '#shared/engine-protocol/run-rendering.ts';
import type { ResolvedOptions } from '#shared/job/defaults.ts';
import { renderRules } from '../fetch-rules.ts';
import { PageRendering } from '../render/page-rendering.ts';
import { RenderChoice } from '../render/render-choice.ts';
import type { RunDeps } from './run-deps.ts';

/** The size of a snapshot does not depend on the list. */
const mostLines = 20;

/** The rendering of a run: which pages need it, and the windows that they wait for. */
export interface Rendering {
  readonly pages: PageRendering;
  /** Null if every page is rendered. */
  readonly choice: RenderChoice | null;
}

/**
 * Null for a run that renders no pages.
 *
 * @param optionsNow the options that may have changed since the run began
 */
export function createRendering(
  deps: RunDeps,
  optionsNow: () => ResolvedOptions,
  onChanged: () => void,
): Rendering | null {
  const { options, rendering, ledger, extractor, clock } = deps;
  if (options.render === 'never' || rendering === undefined) return null;
  const { each, fields } = rendering.rules;
  const choice =
    options.render === 'always'
      ? null
      : new RenderChoice({
          fields,
          overrides: options.renderOverrides,
          stored: ledger.templates(),
        });
  const pages = new PageRendering({
    renderer: rendering.renderer,
    windows: rendering.windows,
    extractor,
    clock,
    rules: () => renderRules(optionsNow()),
    each,
    fields,
    choice,
    onChanged,
  });
  return { pages, choice };
}

/** @param pages the finished requests whose outcome comes from a browser window */
export function shownRendering(rendering: Rendering | null, pages: number): RunRendering | null {
  if (rendering === null) return null;
  const { choice } = rendering;
  return {
    mode: choice === null ? 'always' : 'auto',
    pages,
    templates: choice?.lines(mostLines) ?? [],
    templateCount: choice?.count ?? 0,
  };
}

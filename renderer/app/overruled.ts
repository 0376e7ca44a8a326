import type { JobOptions } from '#shared/job/job.ts';

/** The options of a job with a person's decision on the pages of a template; null: without one. */
export function overruled(
  options: JobOptions,
  template: string,
  decision: 'always' | 'never' | null,
): JobOptions {
  const { renderOverrides = {}, ...others } = options;
  const { [template]: _before, ...rest } = renderOverrides;
  const changed = decision === null ? rest : { ...rest, [template]: decision };
  return Object.keys(changed).length === 0 ? others : { ...others, renderOverrides: changed };
}

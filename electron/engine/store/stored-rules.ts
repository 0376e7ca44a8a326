import { TrawlError } from '#shared/errors/trawl-error.ts';
import { type JobRules, jobRulesSchema } from '#shared/job/job.ts';

type Upgrade = (rules: unknown) => unknown;

/**
 * The forms in which runs have kept the rules of their jobs, 1 being the first. The entry at N - 1 makes
 * rules of form N + 1 out of those of form N: a change of the job file that old rules do not fit adds one.
 */
const upgrades: readonly Upgrade[] = [];

/** The form that a new run keeps its rules in. */
export const rulesForm = upgrades.length + 1;

/**
 * The rules that a run keeps, as today's Trawl knows them.
 *
 * @param form the form that they were written in
 * @throws TrawlError FILE_ERROR where a newer Trawl wrote them; ZodError where they are no rules
 */
export function readRules(rules: unknown, form: number, steps = upgrades): JobRules {
  if (form > steps.length + 1) {
    throw new TrawlError('FILE_ERROR', 'A newer version of Trawl made this run. Update Trawl.');
  }
  const upgraded = steps.slice(form - 1).reduce((older, upgrade) => upgrade(older), rules);
  return jobRulesSchema.parse(upgraded);
}

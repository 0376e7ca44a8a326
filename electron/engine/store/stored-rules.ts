import { TrawlError } from '#shared/errors/trawl-error.ts';
import { type JobRules, jobRulesSchema } from '#shared/job/job.ts';
import { upgradeField } from '#shared/job/upgrade.ts';
import { rulesV1Schema } from '#shared/job/v1/job.ts';

type Upgrade = (rules: unknown) => unknown;

/**
 * The forms in which runs have stored the rules of their jobs, 1 being the first. The entry at N - 1
 * converts rules of form N to form N + 1: a change of the job file to which old rules do not fit adds one
 * entry.
 */
const upgrades: readonly Upgrade[] = [fromVersion1];

/** The form in which a new run stores its rules. */
export const rulesForm = upgrades.length + 1;

/**
 * The stored rules of a run in the current form.
 *
 * @param form the form in which they were written
 * @throws TrawlError FILE_ERROR if a newer Trawl wrote them; ZodError if they are no rules
 */
export function readRules(rules: unknown, form: number, steps = upgrades): JobRules {
  if (form > steps.length + 1) {
    throw new TrawlError('FILE_ERROR', 'A newer version of Trawl made this run. Update Trawl.');
  }
  const upgraded = steps.slice(form - 1).reduce((older, upgrade) => upgrade(older), rules);
  return jobRulesSchema.parse(upgraded);
}

function fromVersion1(rules: unknown): JobRules {
  const { fields, ...rest } = rulesV1Schema.parse(rules);
  return { ...rest, fields: fields.map(upgradeField) };
}

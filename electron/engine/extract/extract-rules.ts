import type { Field } from '#shared/job/job.ts';
import type { NextRule } from '#shared/job/v2/next.ts';
import type { Each } from '#shared/job/v2/source.ts';

/** The values to take from a page, as the job describes them. A blank selector or expression counts as none. */
export interface ExtractRules {
  readonly each?: Each | undefined;
  readonly fields: readonly Field[];
  /** Where the next page is, if the job follows any. */
  readonly next?: NextRule | undefined;
  /** The encoding of the pages, by the name of the Encoding standard; without it each page decides. */
  readonly encoding?: string | undefined;
  /** Whether the pages have a field for a password is asked as well. */
  readonly seesPasswords?: boolean | undefined;
  /** The language of the pages is asked as well. */
  readonly seesLanguage?: boolean | undefined;
}

export function isBlank(text: string | undefined): text is '' | undefined {
  return text === undefined || text.trim() === '';
}

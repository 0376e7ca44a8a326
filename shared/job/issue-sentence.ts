import type { z } from 'zod';

const kinds: Readonly<Record<string, string>> = {
  string: 'text in quotation marks',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list: [ … ]',
  object: 'an object: { … }',
  record: 'an object: { … }',
};

/** The error in a value of a job, as the rest of a sentence that begins with its place. */
export function issueSentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = kinds[issue.expected] ?? issue.expected;
      // Issues do not hold the value; this is zod's wording for a missing one.
      return issue.message.endsWith('received undefined')
        ? `is missing; it must be ${wanted}`
        : `must be ${wanted}`;
    }
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `must not be longer than ${issue.maximum} characters`;
      if (issue.origin === 'array') return `must not have more than ${issue.maximum} entries`;
      return `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_key': {
      const [reason] = issue.issues;
      return reason === undefined ? issue.message : issueSentence(reason);
    }
    default:
      // A check with its own sentence has that sentence in the schema.
      return issue.message.replace(/^Invalid input: /, '');
  }
}

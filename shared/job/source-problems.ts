import type { Job } from './job.ts';
import type { JobProblem } from './job-problem.ts';
import type { Field } from './v2/field.ts';
import { type SourceKind, sourceKinds } from './v2/source.ts';

/** The sources that a field has; blank ones count as none. */
export function sourcesOf(field: Omit<Field, 'name'>): readonly SourceKind[] {
  return sourceKinds.filter((kind) => (field[kind] ?? '').trim() !== '');
}

/** The keys of fields that cannot go together: several sources, or what belongs to another source. */
export function sourceProblems({ fields }: Pick<Job, 'fields'>): readonly JobProblem[] {
  return fields.flatMap((field, index) => {
    const place = (key: string) => `fields[${index}].${key}`;
    const [first, second] = sourcesOf(field);
    if (first !== undefined && second !== undefined) {
      const message = `a field has one source, and this one has "${first}" already; remove one of them`;
      return [{ place: place(second), message }];
    }
    if (field.in !== undefined && first !== 'json') {
      return [{ place: place('in'), message: 'says where a "json" looks, and the field has none' }];
    }
    if ((field.alternates ?? []).length > 0 && first !== undefined && first !== 'css') {
      const message = `are CSS selectors for where "css" is empty, and this field has "${first}"`;
      return [{ place: place('alternates'), message }];
    }
    const takesValue = first === 'json' || first === 'answer';
    if (takesValue && /^(?:html|attr:)/.test(field.take ?? '')) {
      const message = `"${first}" gives values and no elements: "text", "lines", "count" or "exists"`;
      return [{ place: place('take'), message }];
    }
    return [];
  });
}

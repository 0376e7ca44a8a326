import { z } from 'zod';
import { renderDecisions } from '#shared/engine-protocol/run-rendering.ts';
import type { StoredTemplate } from '../ports/stored-template.ts';
import type { Sqlite } from './sqlite.ts';

const mostTemplates = 10_000;
const count = z.int().min(0);
const field = z.strictObject({ looked: count, filled: count, vain: count });
const evidenceSchema = z.strictObject({
  pages: count,
  rendered: count,
  full: count,
  quiet: count,
  check: count,
  rows: field.nullable(),
  fields: z.record(z.string(), field),
});
const decisionSchema = z.enum(renderDecisions);

/** Those first that a resume would miss most: pages were rendered, or a person has decided. */
export function readTemplates(db: Sqlite): readonly StoredTemplate[] {
  return db
    .prepare<[string, string, string, string]>(
      `SELECT host, shape, decision, evidence FROM templates
       ORDER BY decision = 'fetch', host, shape LIMIT ?`,
    )
    .all([mostTemplates])
    .map(([host, shape, decision, evidence]) => ({
      host,
      shape,
      decision: decisionSchema.catch('undecided').parse(decision),
      evidence: readEvidence(evidence),
    }));
}

/** To be called in a transaction. */
export function writeTemplates(db: Sqlite, templates: readonly StoredTemplate[]): void {
  if (templates.length === 0) return;
  const put = db.prepare('INSERT OR REPLACE INTO templates VALUES (?, ?, ?, ?)');
  for (const { host, shape, decision, evidence } of templates) {
    put.run([host, shape, decision, JSON.stringify(evidence)]);
  }
}

/** Null for evidence of a form that this version does not know: it is found out again. */
function readEvidence(text: string): StoredTemplate['evidence'] {
  try {
    return evidenceSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

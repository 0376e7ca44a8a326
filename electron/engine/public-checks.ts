/** What a host may use without an engine: looks at a job before it runs. Quick to load. */
export { checkRules } from './extract/compile-rules.ts';
export { glanceAtCsv } from './input/csv.ts';

/** The names that a host may use without an engine: checks of a job before it runs. */
export { checkRules } from './extract/compile-rules.ts';
export { analyzeList } from './input/analyze-list.ts';
export { copyList, isPipe } from './input/copy-list.ts';

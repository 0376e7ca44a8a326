import type { Analyzer } from '../input/analyze.ts';
import { glanceAtCsv } from '../input/csv.ts';
import type { HandlersOf } from './handlers.ts';

export function inputCommands(analyzer: Analyzer): HandlersOf<'input'> {
  return {
    'input.analyze': ({ key, input }) => analyzer.analyze(key, input),
    'input.glance': ({ file }) => glanceAtCsv(file),
  };
}

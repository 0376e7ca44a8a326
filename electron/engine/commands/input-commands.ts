import type { Analyzer } from '../input/analyze.ts';
import type { HandlersOf } from './handlers.ts';

export function inputCommands(analyzer: Analyzer): HandlersOf<'input'> {
  return {
    'input.analyze': ({ key, input }) => analyzer.analyze(key, input),
    'input.glance': ({ input }) => analyzer.glance(input),
  };
}

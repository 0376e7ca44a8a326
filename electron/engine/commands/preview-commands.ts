import type { Previewer } from '../extract/preview.ts';
import type { HandlersOf } from './handlers.ts';

export function previewCommands(previewer: Previewer): HandlersOf<'preview'> {
  return {
    'preview.fetch': (params) => previewer.fetch(params),
    'preview.extract': (params) => previewer.extract(params),
    'preview.suggest': (params) => previewer.suggest(params),
  };
}

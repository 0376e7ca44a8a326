import type { HandlersOf } from './handlers.ts';
export function previewCommands(_deps: unknown): HandlersOf<'preview'> {
  return {
    'preview.fetch': async () => {
      throw new Error('x');
    },
    'preview.extract': async () => {
      throw new Error('x');
    },
    'preview.suggest': async () => {
      throw new Error('x');
    },
  };
}

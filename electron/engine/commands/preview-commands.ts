import { checkRules } from '../extract/compile-rules.ts';
import { pathOf } from '../extract/one-pass/path-of.ts';
import type { Previewer } from '../preview/preview.ts';
import type { HandlersOf } from './handlers.ts';

export function previewCommands(previewer: Previewer): HandlersOf<'preview'> & HandlersOf<'pick'> {
  return {
    'preview.fetch': (params) => previewer.fetch(params),
    'preview.extract': (params) => previewer.extract(params),
    'preview.source': (params) => previewer.source(params),
    'preview.resource': (params) => previewer.resource(params),
    'preview.path': async (rules) => ((await checkRules(rules)).length > 0 ? null : pathOf(rules)),
    'preview.answers': (params) => previewer.answers(params),
    'preview.forget-answers': async ({ key }) => {
      previewer.forgetAnswers(key);
      return undefined;
    },
    'preview.suggest': (params) => previewer.suggest(params),
    'preview.next': (params) => previewer.next(params),
    'pick.element': (params) => previewer.pick({ kind: 'element', params }),
    'pick.list': (params) => previewer.pick({ kind: 'list', params }),
    'pick.try': (params) => previewer.pick({ kind: 'try', params }),
    'pick.marks': (params) => previewer.pick({ kind: 'marks', params }),
    'pick.members': (params) => previewer.pick({ kind: 'members', params }),
  };
}

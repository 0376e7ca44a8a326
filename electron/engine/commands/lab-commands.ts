import type { Lab } from '../lab/create-lab.ts';
import type { HandlersOf } from './handlers.ts';

export function labCommands(lab: Lab): HandlersOf<'lab'> {
  return {
    'lab.start': (params) => lab.start(params),
    async 'lab.stop'() {
      await lab.stop();
    },
    'lab.report': async () => lab.report,
  };
}

import { checkOptions } from '../library/check-job.ts';
import type { HandlerParts } from './parts.ts';
import { passThrough } from './pass-through.ts';
import { ensureSampleSite } from './ready-to-run.ts';
import type { DomainHandlers } from './register-handlers.ts';

export function previewHandlers({
  library,
  engine,
  runSecrets,
  sampleSite,
}: HandlerParts): DomainHandlers<'preview'> & DomainHandlers<'pick'> {
  return {
    ...passThrough(engine, [
      'preview.extract',
      'preview.path',
      'preview.suggest',
      'preview.next',
      'preview.answers',
      'preview.forget-answers',
    ]),
    ...passThrough(engine, ['pick.element', 'pick.list', 'pick.try', 'pick.marks', 'pick.members']),
    'preview.fetch': async ({ jobId, url, refresh, beside, ledBy, kept }) => {
      const options = checkOptions(library.get(jobId));
      await ensureSampleSite({ library, sampleSite }, jobId);
      const secrets = await runSecrets.of(jobId);
      return engine.call('preview.fetch', {
        key: jobId,
        url,
        options,
        refresh,
        beside,
        ledBy,
        kept,
        secrets,
      });
    },
  };
}

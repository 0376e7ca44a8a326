import { checkOptions } from '../library/check-job.ts';
import { namesSampleSite } from '../sample-site.ts';
import type { HandlerParts } from './parts.ts';
import { passThrough } from './pass-through.ts';
import type { DomainHandlers } from './register-handlers.ts';

export function previewHandlers({
  library,
  engine,
  runSecrets,
  sampleSite,
}: HandlerParts): DomainHandlers<'preview'> {
  return {
    ...passThrough(engine, ['preview.extract', 'preview.path', 'preview.suggest']),
    'preview.fetch': async ({ jobId, url, refresh }) => {
      const options = checkOptions(library.get(jobId));
      if (namesSampleSite(url)) await sampleSite.ensure();
      const secrets = await runSecrets.of(jobId);
      return engine.call('preview.fetch', { key: jobId, url, options, refresh, secrets });
    },
  };
}

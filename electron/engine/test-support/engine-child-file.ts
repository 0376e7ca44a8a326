import { fileURLToPath } from 'node:url';

/** The built `engine-child.ts`; tests/setup/build-workers.ts puts it beside the workers. */
export function engineChildFile(): string {
  const folder = process.env['TRAWL_WORKERS_DIR'];
  if (folder === undefined) throw new Error('TRAWL_WORKERS_DIR is not set.');
  return fileURLToPath(new URL('engine-child.js', folder));
}

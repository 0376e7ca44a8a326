/** The engine's worker threads, by the names that vite.config.ts gives their built files. */
type WorkerName =
  | 'extract-worker'
  | 'preview-thread'
  | 'reader-worker'
  | 'input-worker'
  | 'fetch-thread';

/**
 * The path of the built file of a worker. The built engine is flat: every chunk is beside the workers. If
 * it runs from its TypeScript source (in the tests), the folder is in TRAWL_WORKERS_DIR, which
 * tests/setup/build-workers.ts fills and sets, since Node cannot run the source.
 */
export function workerUrl(name: WorkerName): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL(`./${name}.js`, import.meta.url);
  const folder = process.env['TRAWL_WORKERS_DIR'];
  if (folder === undefined) throw new Error('TRAWL_WORKERS_DIR is not set: no workers were built.');
  return new URL(`${name}.js`, folder);
}

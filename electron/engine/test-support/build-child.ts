import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Builds `engine-child.ts` into the folder of the tests' workers, which it finds beside itself.
 * Returns the path of the script.
 */
export async function buildEngineChild(): Promise<string> {
  const workers = process.env['TRAWL_WORKERS_DIR'];
  if (workers === undefined) throw new Error('TRAWL_WORKERS_DIR is not set.');
  const outDir = fileURLToPath(workers);
  await build({
    root: resolve(import.meta.dirname, '../../..'),
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      copyPublicDir: false,
      rolldownOptions: {
        external: [/^node:/, 'libsql'],
        input: { 'engine-child': resolve(import.meta.dirname, 'engine-child.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
    ssr: { noExternal: true, external: ['libsql'] },
  });
  return resolve(outDir, 'engine-child.js');
}

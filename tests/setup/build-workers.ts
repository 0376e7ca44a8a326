import { mkdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');

const entries = {
  'extract-worker': resolve(root, 'electron/engine/extract/extract-worker.ts'),
  'preview-thread': resolve(root, 'electron/engine/preview/preview-thread.ts'),
  'reader-worker': resolve(root, 'electron/engine/reader/reader-worker.ts'),
  'input-worker': resolve(root, 'electron/engine/input/input-worker.ts'),
  'fetch-thread': resolve(root, 'electron/engine/ways/fetch-thread.ts'),
  'fetch-process': resolve(root, 'electron/hosts/fetch-process.ts'),
  // The whole engine in a process of its own, for the tests that kill it.
  'engine-child': resolve(root, 'electron/engine/test-support/engine-child.ts'),
};

/**
 * Builds the engine, and its worker threads for tests that run the engine from its source. Every test process
 * has a folder of its own, inside node_modules so that native modules resolve from there.
 */
export async function setup(): Promise<() => Promise<void>> {
  const folder = resolve(root, 'node_modules/.cache/trawl-workers', String(process.pid));
  await mkdir(folder, { recursive: true });
  await writeFile(resolve(folder, 'package.json'), '{ "type": "module" }\n');
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    assetsInclude: ['**/*.wasm'],
    resolve: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      sourcemap: 'inline',
      copyPublicDir: false,
      rolldownOptions: {
        external: [/^node:/, 'libsql'],
        input: entries,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
    ssr: { noExternal: true, external: ['libsql'] },
  });
  process.env['TRAWL_WORKERS_DIR'] = `${pathToFileURL(folder).href}/`;
  return () => rm(folder, { recursive: true, force: true });
}

import { rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';

const root = import.meta.dirname;
const outDir = resolve(root, 'dist');
const nodeExternals = [/^node:/, ...builtinModules, 'electron', 'libsql'];

/** The page: everything bundled, hashed names, nothing inlined (the CSP allows no `data:` URLs). */
const page: EnvironmentOptions = {
  build: {
    outDir: resolve(outDir, 'renderer'),
    emptyOutDir: false,
    assetsInlineLimit: 0,
    // One style sheet: a style sheet that is loaded later must not come after the rules that override it.
    cssCodeSplit: false,
    target: 'chrome130',
    modulePreload: { polyfill: false },
    sourcemap: true,
    // The app is read from the disk: smaller files would save no transfer.
    reportCompressedSize: false,
    chunkSizeWarningLimit: 5000,
    rolldownOptions: { input: resolve(root, 'renderer/index.html') },
  },
};

/**
 * Every entry that runs on Node: only native modules (`libsql`) and provided ones (`electron`) stay outside.
 */
const node: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external: ['electron', 'libsql'] },
  build: {
    outDir,
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    sourcemap: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 5000,
    copyPublicDir: false,
    rolldownOptions: {
      external: nodeExternals,
      input: {
        main: resolve(root, 'electron/main/main.ts'),
        engine: resolve(root, 'electron/hosts/utility.ts'),
        cli: resolve(root, 'electron/hosts/cli.ts'),
        'cli-engine': resolve(root, 'electron/hosts/cli/engine-child.ts'),
        'app-cli': resolve(root, 'electron/hosts/app-cli.ts'),
        'extract-worker': resolve(root, 'electron/engine/extract/extract-worker.ts'),
        'preview-thread': resolve(root, 'electron/engine/preview/preview-thread.ts'),
        'reader-worker': resolve(root, 'electron/engine/reader/reader-worker.ts'),
        'fetch-thread': resolve(root, 'electron/engine/ways/fetch-thread.ts'),
        'fetch-process': resolve(root, 'electron/hosts/fetch-process.ts'),
        'input-worker': resolve(root, 'electron/engine/input/input-worker.ts'),
        'sample-site': resolve(root, 'electron/sample-site/main.ts'),
      },
      // A flat folder, so that `new URL('./extract-worker.js', import.meta.url)` is right in every chunk.
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        // Names are kept for stack traces. Without white space and comments a process starts 10 % faster.
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
      },
    },
  },
};

/** A sandboxed preload cannot be an ES module: one CommonJS file. */
const preload: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external: ['electron'] },
  build: {
    outDir,
    emptyOutDir: false,
    target: 'chrome130',
    minify: false,
    copyPublicDir: false,
    rolldownOptions: {
      external: ['electron'],
      input: { preload: resolve(root, 'electron/preload/preload.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
};

/** It runs in the page of a stranger, in a world of its own: one script without imports. */
function inForeignPage(name: string, file: string): EnvironmentOptions {
  return {
    consumer: 'client',
    build: {
      outDir,
      emptyOutDir: false,
      target: 'chrome130',
      minify: false,
      sourcemap: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: { [name]: resolve(root, file) },
        output: { format: 'iife', entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  };
}

const picker = inForeignPage('picker', 'electron/picker/picker.ts');
const renderPage = inForeignPage('render-page', 'electron/render-host/in-page/page.ts');

export default defineConfig({
  root: resolve(root, 'renderer'),
  base: './',
  // The encoding detector, which is inlined into the code.
  assetsInclude: ['**/*.wasm'],
  plugins: [react()],
  environments: { client: page, node, picker, renderPage, preload },
  builder: {
    async buildApp({ environments: { client, node, picker, renderPage, preload }, build }) {
      await rm(outDir, { recursive: true, force: true });
      for (const environment of [client, node, picker, renderPage, preload]) {
        if (environment) await build(environment);
      }
    },
  },
});

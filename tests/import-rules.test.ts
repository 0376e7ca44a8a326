import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineLayers } from './import-rules/engine-layers.ts';
import { findCircles } from './import-rules/find-circles.ts';
import { findViolations } from './import-rules/find-violations.ts';
import type { SourceFile } from './import-rules/imports.ts';
import { layers, testOnly } from './import-rules/layers.ts';

const root = resolve(import.meta.dirname, '..');

function sourceFiles(): SourceFile[] {
  return ['shared', 'electron', 'renderer'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.split(sep).join('/')}`)
      .filter((path) => /\.tsx?$/.test(path) && !testOnly.test(path))
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  );
}

function violationsOf(path: string, text: string): string[] {
  return findViolations([{ path, text }], layers);
}

describe('the import rules', () => {
  it('hold in every source file', () => {
    const files = sourceFiles();
    expect(files.length).toBeGreaterThan(50);
    expect(findViolations(files, layers)).toEqual([]);
  });

  it('let each folder of the engine use only folders that stand before it', () => {
    const folders = engineLayers.map(({ folder }) => folder);
    engineLayers.forEach(({ mayImport }, index) => {
      const later = mayImport.filter((place) => folders.indexOf(place) >= index);
      expect(later).toEqual([]);
    });
  });

  it.each([
    ['shared/job/x.ts', `import { app } from 'electron';`],
    ['shared/job/x.ts', `import { readFile } from 'node:fs/promises';`],
    ['shared/job/x.ts', `import { y } from '../../renderer/ui/y.ts';`],
    ['electron/engine/core/x.ts', `import { readFile } from 'fs';`],
    ['electron/engine/core/x.ts', `import { y } from '../ports/clock.ts';`],
    ['electron/engine/core/x.ts', `import { Pool } from 'undici';`],
    ['electron/engine/fetch/x.ts', `import { app } from 'electron';`],
    ['electron/engine/fetch/x.ts', `const y = await import('../../main/y.ts');`],
    ['electron/hosts/x.ts', `import { y } from '#engine/store/y.ts';`],
    ['electron/hosts/x.ts', `import { createEngine } from '#engine/create-engine.ts';`],
    ['electron/engine/fetch/x.ts', `import { y } from '../test-support/y.ts';`],
    ['electron/engine/fetch/x.ts', `import { y } from '../extract/y.ts';`],
    ['electron/engine/fetch/x.ts', `import type { Y } from '#engine/store/y.ts';`],
    ['electron/engine/extract/x.ts', `import { Pool } from 'undici';`],
    ['electron/engine/store/x.ts', `import { y } from '../export/y.ts';`],
    ['electron/engine/x.ts', `import Database from 'libsql';`],
    ['electron/engine/fetch/x.ts', `import { y } from '../working-parts.ts';`],
    ['renderer/features/run/x.ts', `import { y } from './y.fixture.ts';`],
    ['electron/hosts/utility.ts', `import { app } from 'electron';`],
    ['electron/main/x.ts', `import { createEngine } from '#engine/create-engine.ts';`],
    ['electron/main/x.ts', `export { createEngine } from '../engine/create-engine.ts';`],
    ['electron/main/x.ts', `export * from '../engine/create-engine.ts';`],
    ['electron/main/x.ts', `type Engine = import('../engine/create-engine.ts').Engine;`],
    ['electron/preload/x.ts', `import { contextBridge, shell } from 'electron';`],
    ['electron/preload/x.ts', `import * as electron from 'electron';`],
    ['renderer/bridge/x.ts', `import { y } from '../features/run/y.ts';`],
    ['renderer/ui/x.tsx', `import { y } from '../bridge/y.ts';`],
    ['renderer/features/run/x.ts', `import { y } from '../jobs/y.ts';`],
    ['renderer/features/run/x.ts', `import { y } from '#renderer/app/y.ts';`],
    ['renderer/app/x.ts', `import { y } from '#engine/ports/clock.ts';`],
    ['renderer/app/x.ts', `import 'node:fs';`],
    ['elsewhere/x.ts', ''],
  ])('find what %s may not do: %s', (path, text) => {
    expect(violationsOf(path, text)).toHaveLength(1);
  });

  it.each([
    ['shared/job/x.ts', `import { z } from 'zod'; import { y } from '#shared/ipc/y.ts';`],
    ['electron/engine/core/x.ts', `import type { Clock } from '../ports/clock.ts';`],
    ['electron/engine/core/x.ts', `import { type Clock } from '../ports/clock.ts';`],
    ['electron/engine/fetch/x.ts', `import { y } from '../core/y.ts'; import 'node:net';`],
    ['electron/engine/export/x.ts', `import { y } from '../table/y.ts';`],
    ['electron/engine/x.ts', `import { y } from './store/y.ts';`],
    ['electron/hosts/x.ts', `import { createEngine } from '#engine/public-api.ts';`],
    ['electron/hosts/utility.ts', `import type { ParentPort } from 'electron';`],
    ['electron/preload/x.ts', `import { contextBridge, ipcRenderer } from 'electron';`],
    ['renderer/features/run/x.ts', `import { y } from './deep/y.ts'; import './x.module.css';`],
    ['renderer/app/x.ts', `import { y } from '../features/run/y.ts';`],
    ['renderer/main.tsx', `import { createRoot } from 'react-dom/client';`],
  ])('allow what %s may do: %s', (path, text) => {
    expect(violationsOf(path, text)).toEqual([]);
  });
});

describe('circles of imports', () => {
  it('are nowhere', () => {
    expect(findCircles(sourceFiles())).toEqual([]);
  });

  it('are found, of types too, and named by their files', () => {
    const files = [
      { path: 'shared/a.ts', text: `import { b } from './b.ts';` },
      { path: 'shared/b.ts', text: `import type { C } from '#shared/c.ts'; import './d.ts';` },
      { path: 'shared/c.ts', text: `export * from './a.ts';` },
      { path: 'shared/d.ts', text: `import { e } from './e.ts';` },
      { path: 'shared/e.ts', text: '' },
      { path: 'shared/f.ts', text: `import { f } from './f.ts';` },
    ];
    expect(findCircles(files)).toEqual([
      'shared/a.ts, shared/b.ts, shared/c.ts import one another',
      'shared/f.ts imports itself',
    ]);
  });
});

import { engineLayers } from './engine-layers.ts';

/**
 * Files for the tests only (tests, fixtures and the folders of test helpers): they may import any file, and
 * no other file may import them.
 */
export const testOnly =
  /\.(test|fixture)\.tsx?$|\/(testing|test-support)\/|\/(run-fixture|killed-writer)\.ts$/;

/** The allowed imports of a layer: the table of ARCHITECTURE.md, as the import test reads it. */
export interface Layer {
  /** The folder, relative to the project's root; the longest that matches a file is its layer. */
  readonly folder: string;
  /** Folders or single files that it may import besides its own folder. */
  readonly mayImport: readonly string[];
  /** Folders, files or packages of which it may import types only. */
  readonly mayImportTypesOf?: readonly string[];
  /** npm packages, by name or by scope; `electron` counts as one. */
  readonly packages: readonly string[];
  /** Packages from which only the named exports may be imported. */
  readonly namesOf?: Readonly<Record<string, readonly string[]>>;
  /** Node's own modules. */
  readonly node: boolean;
}

const state = ['react', 'zustand'];
const look = [...state, '@mantine', '@tabler'];
const heavyParts = ['ag-grid-community', '@codemirror', 'uplot'];

export const layers: readonly Layer[] = [
  { folder: 'shared', mayImport: [], packages: ['zod'], node: false },
  { folder: 'electron/files', mayImport: ['shared'], packages: ['@exodus/bytes'], node: true },
  ...engineLayers,
  { folder: 'electron/sample-site', mayImport: ['shared'], packages: [], node: true },
  {
    folder: 'electron/hosts',
    // package.json: the version that `trawl --version` prints.
    mayImport: [
      'shared',
      'electron/files',
      'electron/sample-site',
      'electron/engine/public-api.ts',
      'electron/engine/public-checks.ts',
      'electron/engine/public-worker.ts',
      'package.json',
    ],
    mayImportTypesOf: ['electron'],
    packages: [],
    node: true,
  },
  {
    folder: 'electron/render-host',
    mayImport: ['shared'],
    packages: ['electron', 'zod'],
    node: true,
  },
  { folder: 'electron/render-host/in-page', mayImport: [], packages: [], node: false },
  {
    folder: 'electron/main',
    mayImport: ['shared', 'electron/files', 'electron/render-host/serve-render-host.ts'],
    // Loaded by its built name when the app is started with arguments of the command line.
    mayImportTypesOf: ['electron/hosts/app-cli.ts'],
    packages: ['electron', 'zod'],
    node: true,
  },
  {
    folder: 'electron/preload',
    mayImport: ['shared'],
    packages: ['electron'],
    // webUtils: the only way to the path of a dropped file.
    namesOf: { electron: ['contextBridge', 'ipcRenderer', 'webUtils'] },
    node: false,
  },
  {
    folder: 'electron/picker',
    mayImport: [],
    mayImportTypesOf: ['shared'],
    packages: [],
    node: false,
  },
  { folder: 'renderer/bridge', mayImport: ['shared'], packages: state, node: false },
  { folder: 'renderer/ui', mayImport: ['shared'], packages: look, node: false },
  {
    // Each folder in it is a layer of its own, and must not import another feature.
    folder: 'renderer/features/*',
    mayImport: ['shared', 'renderer/bridge', 'renderer/ui'],
    packages: [...look, ...heavyParts, 'zod'],
    node: false,
  },
  {
    folder: 'renderer',
    mayImport: ['shared'],
    packages: [...look, ...heavyParts, 'react-dom', 'zod'],
    node: false,
  },
];

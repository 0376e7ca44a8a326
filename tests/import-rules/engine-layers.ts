import type { Layer } from './layers.ts';

const engine = 'electron/engine';

/** Files of the engine beside its folders, which each folder may import. */
const basics = ['logins.ts', 'system-clock.ts', 'worker-files.ts'];

const markup = [
  'cheerio-select',
  'css-select',
  'css-what',
  'fontoxpath',
  'json-p3',
  'dom-serializer',
  'domhandler',
  'domutils',
  'htmlparser2',
  'parse5',
  'parse5-htmlparser2-tree-adapter',
];

/** A folder of the engine: the other folders that it uses, and the packages that only it uses. */
function room(name: string, uses: readonly string[], packages: readonly string[] = []): Layer {
  return {
    folder: `${engine}/${name}`,
    mayImport: [
      'shared',
      'electron/files',
      ...[...basics, 'ports', 'core', ...uses].map((place) => `${engine}/${place}`),
    ],
    packages,
    node: true,
  };
}

/** The folders of the engine, the lowest first: each uses only folders above it in this list. */
export const engineLayers: readonly Layer[] = [
  { folder: `${engine}/ports`, mayImport: ['shared'], packages: [], node: false },
  {
    folder: `${engine}/core`,
    mayImport: ['shared'],
    mayImportTypesOf: [`${engine}/ports`],
    packages: [],
    node: false,
  },
  room('workers', []),
  room('page', [], ['@exodus/bytes', 'chardetng-wasm', 'htmlparser2']),
  room('addresses', [], ['tldts', 'ipaddr.js']),
  room('input', ['addresses'], ['htmlparser2']),
  room('robots', []),
  room(
    'fetch',
    ['addresses', 'page'],
    ['undici', 'tough-cookie', 'tldts', 'ipaddr.js', 'htmlparser2'],
  ),
  room('pages', ['page', 'fetch']),
  room('extract', ['workers', 'page', 'pages'], markup),
  room('render', ['addresses', 'page', 'fetch']),
  room('selectors', ['extract'], ['css-what', 'domhandler']),
  room('suggest', ['page', 'extract', 'selectors'], ['domhandler']),
  // A preview reads its URL by the rules of a list.
  room('preview', ['workers', 'page', 'input', 'extract', 'selectors', 'suggest']),
  room('ways', ['workers', 'page', 'fetch', 'extract']),
  room('store', ['pages'], ['libsql', 'zod']),
  room('sitemaps', ['addresses', 'input', 'robots', 'fetch', 'store']),
  room('table', ['store']),
  room('export', ['store', 'table']),
  room('reader', ['page', 'pages', 'store', 'table', 'export']),
  room('runs', ['input', 'robots', 'fetch', 'pages', 'extract', 'ways', 'store'], ['zod']),
  room('lab', ['input', 'ways', 'store', 'runs']),
  room('commands', [
    ...['input', 'sitemaps', 'extract', 'preview', 'reader', 'export', 'runs', 'lab'],
  ]),
  // The files beside the folders connect them.
  { folder: engine, mayImport: ['shared', 'electron/files'], packages: ['zod'], node: true },
];

/*
 * Two parts of undici, imported alone: all of it (fetch, WebSocket, caches, mocks) takes twice as long to
 * load, in the engine and in every worker that fetches. The version is pinned, as for the package itself.
 */
declare module 'undici/lib/dispatcher/pool.js' {
  import type { Pool as Class } from 'undici';

  const Pool: typeof Class;
  // biome-ignore lint/style/noDefaultExport: a CommonJS module has no other.
  export default Pool;
}
declare module 'undici/lib/core/connect.js' {
  import type { buildConnector as build } from 'undici';

  const buildConnector: typeof build;
  // biome-ignore lint/style/noDefaultExport: a CommonJS module has no other.
  export default buildConnector;
}

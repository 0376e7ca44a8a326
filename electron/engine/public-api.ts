/** The names that a host of the engine may use. Everything else in this folder is internal to the engine. */
export { createEngine } from './create-engine.ts';
export type { FindProxies } from './ports/fetch-sessions.ts';
export type { OpenRenderHost } from './render/render-link.ts';
export { serveEngine } from './serve-engine.ts';
export type { WorkerProcess } from './workers/worker-life.ts';

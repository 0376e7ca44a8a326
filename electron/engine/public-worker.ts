/** The names that a host needs for a process that fetches and extracts: few, and quick to load. */
export { serveHops as serveFetchWorker } from './ways/serve-hops.ts';

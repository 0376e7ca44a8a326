/** What a host needs for a process that fetches and extracts: little, and quick to load. */
export { serveHops as serveFetchWorker } from './ways/serve-hops.ts';

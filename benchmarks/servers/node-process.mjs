// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

/** `node-process.mjs FOLDER LATENCY_MS`: serves the files of a folder from memory; see `node.mjs`. */
const [folder = '.', latency = '0'] = process.argv.slice(2);
const latencyMs = Number(latency);
const pages = new Map(
  readdirSync(folder).map((name) => [`/${name}`, readFileSync(join(folder, name))]),
);

const nothing = { requests: 0, firstMs: Number.MAX_VALUE };
let seen = { ...nothing };

const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  seen.firstMs = Math.min(seen.firstMs, Date.now());
  seen.requests += 1;
  const page = pages.get(/^[^?]*/.exec(request.url ?? '')?.[0] ?? '');
  const answer = () => {
    const headers = { 'content-type': 'text/html; charset=utf-8' };
    if (page === undefined) response.writeHead(404, headers).end();
    else response.writeHead(200, { ...headers, 'content-length': page.length }).end(page);
  };
  if (latencyMs > 0) setTimeout(answer, latencyMs);
  else answer();
});

process.on('message', (question) => {
  if (question === 'forget') seen = { ...nothing };
  process.send?.(seen);
});
process.on('disconnect', () => process.exit());
// Ctrl+C is handled by the benchmark, which closes the channel when it is done.
process.on('SIGINT', () => undefined);
server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});

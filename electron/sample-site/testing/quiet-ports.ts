import { createServer } from 'node:net';

const from = 20_000;
const to = 30_000;
const mostTries = 100;

/**
 * The first of `count` neighbouring ports of 127.0.0.1 on which nothing listens. All are below those that
 * systems hand out automatically: with thousands of connections that parallel tests open and close, any other
 * port could be in use a moment later.
 */
export async function quietPorts(count = 1): Promise<number> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const first = from + Math.floor(Math.random() * (to - from));
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const quiet = await Promise.all(ports.map(isQuiet));
    if (quiet.every(Boolean)) return first;
  }
  throw new Error(`No ${count} free ports were found between ${from} and ${to}.`);
}

function isQuiet(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

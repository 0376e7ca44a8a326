import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CountingSite {
  readonly origin: string;
  /** The number of full answers for each path. */
  readonly answered: ReadonlyMap<string, number>;
  /** The total number of these answers. */
  answers(): number;
  /** The maximum number of requests at the same time since the last call. */
  takePeak(): number;
  /** The number of open connections: without one, no request is answered any more. */
  connections(): Promise<number>;
  url(page: number): string;
  close(): Promise<void>;
}

interface CountingSiteOptions {
  /** Called for every request, before its answer. */
  readonly onAsked?: (path: string) => void;
  /** The pages are empty without JavaScript. */
  readonly isBuilt?: boolean;
  /** The path that a page links to as the next one; null: none. */
  readonly nextOf?: (path: string) => string | null;
}

/**
 * A site of numbered pages, `/page/7`; those under `/fail/` answer 500, those under `/hang/` never. It counts
 * its answers.
 *
 */
export async function startCountingSite(
  delayMs: number,
  { onAsked = () => undefined, isBuilt = false, nextOf = () => null }: CountingSiteOptions = {},
): Promise<CountingSite> {
  const answered = new Map<string, number>();
  let underWay = 0;
  let peak = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    onAsked(path);
    if (path.startsWith('/hang/')) return;
    underWay += 1;
    peak = Math.max(peak, underWay);
    let left = false;
    // The earlier of two events: sent in full, or broken off.
    for (const event of ['finish', 'close']) {
      response.once(event, () => {
        if (!left) underWay -= 1;
        left = true;
      });
    }
    response.on('finish', () => answered.set(path, (answered.get(path) ?? 0) + 1));
    setTimeout(() => {
      response.statusCode = path.startsWith('/fail/') ? 500 : 200;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      const next = nextOf(path);
      const link = next === null ? '' : `<a class="next" href="${next}">Next</a>`;
      response.end(isBuilt ? builtPageOf(path) : pageOf(path) + link);
    }, delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    answered,
    answers: () => [...answered.values()].reduce((sum, times) => sum + times, 0),
    takePeak() {
      const seen = peak;
      peak = underWay;
      return seen;
    },
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
      }),
    url: (page) => `${origin}/page/${page}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function pageOf(path: string): string {
  const items = [1, 2, 3].map((n) => `<li class="item">${n} of ${path}</li>`).join('');
  return `<!doctype html><title>${path}</title><h1>Title of ${path}</h1><ul>${items}</ul>`;
}

function builtPageOf(path: string): string {
  return `<!doctype html><title>${path}</title><h1></h1><script>
    document.querySelector('h1').textContent = 'Title of ' + location.pathname;
  </script>`;
}

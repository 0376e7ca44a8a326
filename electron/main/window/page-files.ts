import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { contentSecurityPolicy } from './content-security-policy.ts';

/** The page's own address: a standard, secure origin, so that no page is ever loaded from `file:`. */
export const pageScheme = 'app';
export const pageOrigin = 'app://trawl';
export const pageUrl = `${pageOrigin}/index.html`;

/** All kinds of files in the built page; no others are served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

interface PageRequest {
  readonly url: string;
  readonly method: string;
}

/** Answers the requests of the page's scheme from the built page in `folder`. */
export function createPageFiles(folder: string): (request: PageRequest) => Promise<Response> {
  return async ({ url, method }) => {
    if (method !== 'GET') return answer(405);
    const path = pathIn(url);
    const type = path === null ? undefined : contentTypes[extname(path)];
    if (path === null || type === undefined) return answer(404);
    const body = await readIfThere(join(folder, path));
    if (body === null) return answer(404);
    return path === 'index.html'
      ? page(body.toString('utf8'))
      : answer(200, body, { 'content-type': type });
  };
}

/** The nonce is new for every load; the page reads it from its meta element. */
function page(html: string): Response {
  const nonce = randomBytes(18).toString('base64url');
  return answer(200, html.replaceAll('%CSP_NONCE%', nonce), {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy(nonce),
    'cache-control': 'no-store',
  });
}

/** The file for `url`, relative and with plain separators; null if it may not be served. */
export function pathIn(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol !== `${pageScheme}:` || parsed.host !== 'trawl') return null;
  const path = decode(parsed.pathname);
  if (path === null || /[\\\0:]/.test(path)) return null;
  const names = path.split('/').slice(1);
  if (names.length === 1 && names[0] === '') return 'index.html';
  // No empty name, no "..", and no hidden file.
  return names.every((name) => name !== '' && !name.startsWith('.')) ? names.join('/') : null;
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function answer(
  status: number,
  body: Uint8Array<ArrayBuffer> | string = '',
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(body, {
    status,
    headers: {
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      ...headers,
    },
  });
}

async function readIfThere(file: string): Promise<Buffer<ArrayBuffer> | null> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null;
    throw error;
  }
}

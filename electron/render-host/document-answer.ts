import type { RenderDocument } from '#shared/engine-protocol/rendering.ts';

/**
 * The document is sandboxed by Chromium, and all of its frames with it, whatever their site: no dialogs, no
 * printing, no new windows, no downloads. Its scripts, its origin and its forms are as they would be.
 */
const sandbox =
  'sandbox allow-scripts allow-same-origin allow-forms allow-pointer-lock allow-top-navigation';

/** The order that answers the navigation of a window with a document. */
export function asAnswer({ status, contentType, body }: RenderDocument): object {
  const responseHeaders = [{ name: 'content-security-policy', value: sandbox }];
  if (contentType !== null) responseHeaders.push({ name: 'content-type', value: contentType });
  return {
    responseCode: status,
    responseHeaders,
    body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64'),
  };
}

/** Whether two addresses are one document. */
export function isSame(one: string, other: string): boolean {
  return withoutFragment(one) === withoutFragment(other);
}

/** Chromium writes some characters in another way, and asks some hosts by https alone. */
export function isAlike(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(url: string): string {
  const text = withoutFragment(url).replace(/^https?:/, '');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withoutFragment(url: string): string {
  const { href, hash } = new URL(url);
  return hash === '' ? href.replace(/#$/, '') : href.slice(0, href.length - hash.length);
}

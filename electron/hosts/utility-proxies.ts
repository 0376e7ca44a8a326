import type { ParentPort } from 'electron';
import type { FindProxies } from '#engine/public-api.ts';
import { type HostWish, proxiesReplySchema } from '#shared/engine-protocol/host-services.ts';

/** Finds the proxies of the system by a request to main: only main can call Chromium. */
export function utilityProxies(parent: Pick<ParentPort, 'on' | 'postMessage'>): FindProxies {
  const awaited = new Map<number, Waiting>();
  let nextId = 1;

  parent.on('message', ({ data }) => {
    const parsed = proxiesReplySchema.safeParse(data);
    if (!parsed.success) return;
    const { id } = parsed.data;
    const waiting = awaited.get(id);
    awaited.delete(id);
    if (parsed.data.kind === 'proxies-found') waiting?.resolve(parsed.data.proxies);
    else waiting?.reject(new Error(parsed.data.reason));
  });

  return (origin) =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      awaited.set(id, { resolve, reject });
      parent.postMessage({ kind: 'proxies-find', id, origin } satisfies HostWish);
    });
}

interface Waiting {
  resolve(proxies: readonly string[]): void;
  reject(reason: Error): void;
}

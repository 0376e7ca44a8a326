import type { QueuedRequest, RequestSource, SourceHost } from '../../ports/request-source.ts';

interface MemorySource extends RequestSource {
  readonly requests: readonly QueuedRequest[];
  /** Has the effect of a commit: the request is no longer queued. */
  finish(id: number): void;
  /** Has the effect of a retry of failed requests. */
  requeue(id: number): void;
  readonly queued: ReadonlySet<number>;
  /** Has the effect of a page that leads to another: a new request of this host, which may be new too. */
  grow(hostId: number): SourceHost;
}

/** The queue of a run's file, in memory: host `h` has `sizes[h]` requests, ids mixed over hosts. */
export function createMemorySource(sizes: readonly number[]): MemorySource {
  const requests: QueuedRequest[] = [];
  const byHost: QueuedRequest[][] = sizes.map(() => []);
  const add = (hostId: number): void => {
    const id = requests.length + 1;
    const request = { id, hostId, url: `https://h${hostId}.example/${id}` };
    requests.push(request);
    byHost[hostId] ??= [];
    byHost[hostId].push(request);
  };
  for (let round = 0; round < Math.max(0, ...sizes); round += 1) {
    sizes.forEach((size, hostId) => {
      if (round < size) add(hostId);
    });
  }
  const queued = new Set(requests.map(({ id }) => id));
  return {
    requests,
    queued,
    finish: (id) => void queued.delete(id),
    requeue: (id) => void queued.add(id),
    grow: (hostId) => {
      add(hostId);
      queued.add(requests.length);
      return { id: hostId, key: `https://h${hostId}.example` };
    },
    hosts: (afterHostId, limit) => {
      const found: SourceHost[] = [];
      for (let id = afterHostId + 1; id < byHost.length && found.length < limit; id += 1) {
        const waits = byHost[id]?.some((request) => queued.has(request.id));
        if (waits) found.push({ id, key: `https://h${id}.example` });
      }
      return found;
    },
    take: (hostId, afterId, limit) => {
      const found: QueuedRequest[] = [];
      for (const request of byHost[hostId] ?? []) {
        if (found.length === limit) break;
        if (request.id > afterId && queued.has(request.id)) found.push(request);
      }
      return found;
    },
  };
}

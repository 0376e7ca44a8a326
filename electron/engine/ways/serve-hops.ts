import type { LookupAddress } from 'node:dns';
import { assertNever } from '#shared/assert-never.ts';
import type { EnginePort } from '#shared/engine-protocol/port.ts';
import { createDnsCache } from '../fetch/dns-cache.ts';
import { Hop } from '../fetch/hop.ts';
import type { HopResult } from '../fetch/hop-messages.ts';
import { LooseHosts } from '../fetch/loose-hosts.ts';
import { Route } from '../fetch/route.ts';
import { Sockets, socketLimits } from '../fetch/sockets.ts';
import { loopShare } from './loop-share.ts';
import { Outbox } from './outbox.ts';
import { createPageExtractor, type PageExtractor } from './page-extractor.ts';
import type { FromWorker, LookedUp, ToWorker, Usage, WorkerOrder } from './worker-messages.ts';

/** Answers are sent at least this often, so that none waits for the end of a long turn. */
const flushMs = 5;

/**
 * The worker's side: makes the hops that it receives, and turns the pages at their end into rows. Its only
 * state is its connections; everything that requests share belongs to the engine.
 *
 * @param usage the resources that this worker uses; null for a thread, whose process is the engine's
 */
export function serveHops(port: EnginePort, usage: (() => Usage) | null): void {
  const outbox = new Outbox<FromWorker>((messages) => port.postMessage(messages));
  const routes = new Map<number, Route>();
  const hops = new Map<number, Hop>();
  const loose = new LooseHosts();
  const lookUps = new Map<number, (found: LookedUp) => void>();
  let nextLookUp = 1;
  let reader: PageExtractor | null = null;
  let sockets = new Sockets(socketLimits(0));

  const lookup = createDnsCache({
    // The engine caches the addresses; here the connections of one turn to a host share an answer.
    ttlMs: 1000,
    resolve(hostname, _options, callback) {
      const id = nextLookUp++;
      lookUps.set(id, (found) => {
        if (found.kind === 'addresses') callback(null, [...found.addresses] as LookupAddress[]);
        else callback(Object.assign(new Error(found.message), { code: found.code }), []);
      });
      outbox.add({ kind: 'look-up', id, hostname });
    },
  });

  const busy = loopShare();
  const beat = (): void => outbox.add({ kind: 'beat', busy: busy(), usage: usage?.() ?? null });

  const make = (id: number, route: Route, order: WorkerOrder): void => {
    const made = async (unread: HopResult): Promise<void> => {
      const result = await readBody(unread, order, reader);
      // The hop was cut: its result is not expected any more.
      if (!hops.delete(id)) return;
      outbox.add({ kind: 'result', id, result });
      if (outbox.waitedMs > flushMs) outbox.flush();
    };
    const hop = new Hop(route, loose, order, (result) => void made(result));
    hops.set(id, hop);
    hop.make();
  };

  const take = (message: ToWorker): void => {
    switch (message.kind) {
      case 'rules':
        reader = createPageExtractor(message.rules, message.extractDeadlineMs);
        sockets = new Sockets(message.sockets);
        beat();
        setInterval(beat, message.beatMs).unref();
        break;
      case 'route':
        routes.set(message.id, new Route({ ...message.route, lookup, sockets }));
        break;
      case 'hop': {
        const route = routes.get(message.route);
        if (route !== undefined) make(message.id, route, message.order);
        break;
      }
      case 'cut': {
        const hop = hops.get(message.id);
        hops.delete(message.id);
        hop?.cut();
        break;
      }
      case 'found':
        lookUps.get(message.id)?.(message.found);
        lookUps.delete(message.id);
        break;
      default:
        assertNever(message);
    }
  };

  port.on('message', (messages) => (messages as readonly ToWorker[]).forEach(take));
}

/** Replaces the body of a page by its rows. */
async function readBody(
  result: HopResult,
  { url, keep }: WorkerOrder,
  reader: PageExtractor | null,
): Promise<HopResult> {
  if (reader === null || result.kind === 'failed' || result.content.kind !== 'body') return result;
  const { body, ...facts } = result.content;
  const { contentType, lines } = result.headers;
  const about = {
    status: result.status,
    headers: lines,
    answeredAtMs: Date.now() - result.bodyMs,
    isRendered: false,
  };
  const extracted = await reader({
    body,
    url,
    contentType,
    ...(keep && { keep: { ...keep, ...about } }),
  });
  return { ...result, content: { ...facts, kind: 'rows', extracted } };
}

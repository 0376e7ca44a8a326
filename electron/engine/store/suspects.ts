import { failure } from '#shared/errors/error-codes.ts';
import type { Outcome } from '../ports/outcome.ts';
import type { QueuedRequest, SourceHost } from '../ports/request-source.ts';
import { readQueued } from './queued-request.ts';
import type { Sqlite } from './sqlite.ts';

/**
 * Requests that were under way when the engine crashed. Each is run alone before the other requests; one
 * that is alone under way when the engine crashes again is the cause.
 */
interface Verdict {
  readonly suspects: readonly number[];
  readonly guilty: Outcome | null;
}

/**
 * Decides which of the requests under way at a crash are suspected, and which one is the cause.
 *
 * @param onTheWay ids of the flight journal
 * @param suspects those of earlier crashes
 */
export function judge(
  db: Sqlite,
  onTheWay: readonly number[],
  suspects: readonly number[],
  nowMs: number,
): Verdict {
  const open = queuedOf(db, [...new Set([...suspects, ...onTheWay])]);
  const left = [...open.keys()];
  const [alone, ...others] = onTheWay;
  const hostId = alone === undefined ? undefined : open.get(alone);
  if (alone === undefined || others.length > 0 || hostId === undefined) {
    return { suspects: left, guilty: null };
  }
  if (!suspects.includes(alone)) return { suspects: left, guilty: null };
  return { suspects: left.filter((id) => id !== alone), guilty: crashed(alone, hostId, nowMs) };
}

function crashed(requestId: number, hostId: number, nowMs: number): Outcome {
  return {
    requestId,
    hostId,
    attempts: 2,
    state: 'failed',
    failure: failure('CRASHED', 'it is left out so that the others can go on'),
    rows: [],
    trace: null,
    encoding: null,
    startedAtMs: nowMs,
    finishedAtMs: nowMs,
    extractMs: 0,
    inBrowser: false,
  };
}

/** The requests among these that are still to be fetched, with their hosts. */
function queuedOf(db: Sqlite, ids: readonly number[]): ReadonlyMap<number, number> {
  return new Map(
    db
      .prepare<[number, number]>(
        `SELECT id, host_id FROM requests
         WHERE id IN (SELECT value FROM json_each(?)) AND state = 'queued' ORDER BY id`,
      )
      .all([JSON.stringify(ids)]),
  );
}

/** Like `RequestSource.hosts`, but only for the suspects. */
export function suspectHosts(
  db: Sqlite,
  suspects: readonly number[],
  afterHostId: number,
  limit: number,
): readonly SourceHost[] {
  return db
    .prepare<[number, string]>(
      `SELECT id, key FROM hosts WHERE id > ? AND id IN (
         SELECT host_id FROM requests
         WHERE id IN (SELECT value FROM json_each(?)) AND state = 'queued')
       ORDER BY id LIMIT ?`,
    )
    .all([afterHostId, JSON.stringify(suspects), limit])
    .map(([id, key]) => ({ id, key }));
}

/** Like `RequestSource.take`, but only for the suspects. */
export function takeSuspects(
  db: Sqlite,
  suspects: readonly number[],
  hostId: number,
  afterId: number,
  limit: number,
): readonly QueuedRequest[] {
  const which = 'requests.id IN (SELECT value FROM json_each(?)) AND requests.id > ?';
  return readQueued(db, hostId, limit, which, [JSON.stringify(suspects), afterId]);
}

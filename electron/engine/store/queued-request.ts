import type { QueuedRequest } from '../ports/request-source.ts';
import type { Sqlite, SqlValue } from './sqlite.ts';

type QueuedColumns = readonly [
  id: number,
  url: string,
  user: string | null,
  password: string | null,
];

/**
 * Queued requests in the order of the list, as one JSON text: half the cost of as many rows.
 *
 * @param which a condition on `requests` and `logins`, with its parameters
 */
export function readQueued(
  db: Sqlite,
  hostId: number,
  limit: number,
  which: string,
  params: readonly SqlValue[],
): readonly QueuedRequest[] {
  // The order of the limited subquery is also the order of the aggregate.
  const [json = '[]'] =
    db
      .prepare<[string]>(
        `SELECT json_group_array(json_array(id, url, user, password)) FROM (
           SELECT id, coalesce(url, text) AS url, user, password
           FROM requests LEFT JOIN logins ON request_id = id
           WHERE host_id = ? AND state = 'queued' AND ${which} ORDER BY id LIMIT ?)`,
      )
      .get([hostId, ...params, limit]) ?? [];
  return (JSON.parse(json) as QueuedColumns[]).map(([id, url, user, password]) =>
    user === null
      ? { id, hostId, url }
      : { id, hostId, url, login: { user, password: password ?? '' } },
  );
}

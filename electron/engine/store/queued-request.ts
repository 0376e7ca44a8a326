import type { QueuedRequest } from '../ports/request-source.ts';
import type { Sqlite, SqlValue } from './sqlite.ts';

type QueuedColumns = readonly [
  id: number,
  url: string,
  user: string | null,
  password: string | null,
  ledBy: string | null,
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
        `SELECT json_group_array(json_array(id, url, user, password, led_by)) FROM (
           SELECT id, coalesce(url, text) AS url, user, password, ${ledBy} AS led_by
           FROM requests LEFT JOIN logins ON request_id = id
           WHERE host_id = ? AND state = 'queued' AND ${which} ORDER BY id LIMIT ?)`,
      )
      .get([hostId, ...params, limit]) ?? [];
  return (JSON.parse(json) as QueuedColumns[]).map(([id, url, user, password, ledBy]) => ({
    id,
    hostId,
    url,
    ...(user === null ? {} : { login: { user, password: password ?? '' } }),
    ...(ledBy === null ? {} : { ledBy }),
  }));
}

/** The address of the page that led to a request; NULL for the items of the list, which are not looked up. */
const ledBy = `CASE WHEN depth > 0 THEN (
  SELECT coalesce(page.final_url, page.url, page.text)
  FROM links JOIN requests AS page ON page.id = from_request WHERE to_request = requests.id
  ORDER BY from_request LIMIT 1) END`;

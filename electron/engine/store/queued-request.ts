import type { QueuedRequest } from '../ports/request-source.ts';
import type { Sqlite, SqlValue } from './sqlite.ts';

type QueuedColumns = readonly [
  id: number,
  url: string,
  user: string | null,
  password: string | null,
  ledBy: string | null,
  ownOrigin: string | null,
];

/**
 * Queued requests in the order of the list, as one JSON text: half the cost of as many rows.
 *
 * @param which a condition on `requests`, with its parameters. Every column in it has its table before it, since a
 *   column of the list may have the name of one of another table
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
        `SELECT json_group_array(json_array(id, url, user, password, led_by, own_origin)) FROM (
           SELECT requests.id, coalesce(requests.url, requests.text) AS url,
             logins.user, logins.password, ${ledBy} AS led_by, ${ownOrigin} AS own_origin
           FROM requests LEFT JOIN logins ON logins.request_id = requests.id
           WHERE requests.host_id = ? AND requests.state = 'queued' AND ${which}
           ORDER BY requests.id LIMIT ?)`,
      )
      .get([hostId, ...params, limit]) ?? [];
  return (JSON.parse(json) as QueuedColumns[]).map(
    ([id, url, user, password, ledBy, ownOrigin]) => ({
      id,
      hostId,
      url,
      ...(user === null ? {} : { login: { user, password: password ?? '' } }),
      ...(ledBy === null ? {} : { ledBy, ownOrigin }),
    }),
  );
}

/** The address of the page that led to a request; NULL for the items of the list, which are not looked up. */
const ledBy = `CASE WHEN requests.depth > 0 THEN (
  SELECT coalesce(page.final_url, page.url, page.text)
  FROM links JOIN requests AS page ON page.id = links.from_request
  WHERE links.to_request = requests.id ORDER BY links.from_request LIMIT 1) END`;

/** The host of the item of the list behind a request that was found: a queued one is the last of its chain. */
const ownOrigin = `CASE WHEN requests.depth > 0 THEN (
  SELECT hosts.key FROM chains JOIN requests AS item ON item.id = chains.first
  JOIN hosts ON hosts.id = item.host_id WHERE chains.last = requests.id) END`;

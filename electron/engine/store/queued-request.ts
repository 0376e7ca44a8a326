import type { QueuedRequest } from '../ports.ts';

export type QueuedColumns = readonly [
  id: number,
  url: string,
  user: string | null,
  password: string | null,
];

/** What a queued request is read from; a condition on `requests` follows. */
export const queuedColumns = `id, coalesce(url, text), user, password
  FROM requests LEFT JOIN logins ON request_id = id`;

export function toQueued(hostId: number, [id, url, user, password]: QueuedColumns): QueuedRequest {
  return user === null
    ? { id, hostId, url }
    : { id, hostId, url, login: { user, password: password ?? '' } };
}

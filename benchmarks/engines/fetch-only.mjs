// @ts-check
import { Pool } from 'undici';
import { readTask, writeRows } from './task.mjs';

/** undici by `dispatch`, with a handler that only counts bytes: the upper limit of fetching on this machine. */
const { urls, out, connections } = readTask();
const { origin } = new URL(urls[0] ?? '');
const pool = new Pool(origin, { connections, pipelining: 1 });
/** @type {{ url: string, bytes: number }[]} */
const rows = [];
let next = 0;

await Promise.all(
  Array.from(
    { length: connections },
    () => new Promise((resolve) => fetchNext(() => resolve(null))),
  ),
);
await pool.close();
writeRows(out, rows);

/** @param {() => void} done */
function fetchNext(done) {
  const url = urls[next];
  next += 1;
  if (url === undefined) {
    done();
    return;
  }
  let bytes = 0;
  pool.dispatch(
    { path: url.slice(origin.length), method: 'GET' },
    {
      onRequestStart() {
        // Empty: undici recognises this kind of handler by this method.
      },
      onResponseData(_controller, chunk) {
        bytes += chunk.length;
      },
      onResponseEnd() {
        rows.push({ url, bytes });
        fetchNext(done);
      },
      onResponseError(_controller, error) {
        throw error;
      },
    },
  );
}

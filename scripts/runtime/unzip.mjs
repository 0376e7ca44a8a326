// @ts-check
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

/**
 * Unpacks the entries of a zip file for which `place` gives a path inside `folder`.
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => string | undefined} place
 */
export async function unzip(archive, folder, place) {
  const zip = await openPromise(archive, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const path = entry.fileName.endsWith('/') ? undefined : place(entry.fileName);
      if (path === undefined) continue;
      const target = join(folder, path);
      if (!resolve(target).startsWith(resolve(folder) + sep)) {
        throw new Error(`The archive holds a path outside of its folder: ${entry.fileName}`);
      }
      await mkdir(dirname(target), { recursive: true });
      // The upper half of the external attributes holds the Unix mode.
      const mode = (entry.externalFileAttributes >>> 16) & 0o777;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { mode }));
    }
  } finally {
    zip.close();
  }
}

import { existsSync } from 'node:fs';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { checkVersion } from './schema.ts';
import { Sqlite } from './sqlite.ts';

/**
 * A connection that only reads, while another process or connection owns the run. It is not opened
 * read-only, since such a connection leaves `-wal` and `-shm` files behind that it may not delete.
 *
 * @throws TrawlError NOT_FOUND or FILE_ERROR
 */
export function openRunForReading(file: string): Sqlite {
  if (!existsSync(file)) throw new TrawlError('NOT_FOUND', 'This run is not there any more.');
  const db = new Sqlite(file);
  try {
    // Sorts of a million lines use temporary files. On disk these cost no memory (100 MB instead of 270)
    // and no more time; a helper thread of SQLite does part of the sorting.
    db.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA cache_size = -32768; PRAGMA temp_store = FILE; PRAGMA threads = 1',
    );
    checkVersion(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

import { existsSync } from 'node:fs';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { checkVersion } from './schema.ts';
import { Sqlite } from './sqlite.ts';

/**
 * A connection that only ever reads, beside the owner of the run. It is not opened read-only, since
 * such a connection leaves `-wal` and `-shm` files behind that it may not delete.
 *
 * @throws TrawlError NOT_FOUND or FILE_ERROR
 */
export function openRunForReading(file: string): Sqlite {
  if (!existsSync(file)) throw new TrawlError('NOT_FOUND', 'This run is not there any more.');
  const db = new Sqlite(file);
  try {
    // Sorted and filtered views are temporary tables. On disk they cost no memory (100 MB instead of
    // 270 for sorts of a million lines) and no more time.
    db.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -32768; PRAGMA temp_store = FILE');
    checkVersion(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

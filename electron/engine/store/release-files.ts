import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Lets go of the files of connections that were closed. libsql 0.5 has no way to finalize a
 * statement: it ends when it is collected as garbage, and its connection keeps the file open until
 * then. That would use up file descriptors when many runs are listed, and keep Windows from
 * deleting a run. So the collection is asked for at those two places.
 */
export async function releaseClosedFiles(): Promise<void> {
  collectGarbage();
  // The binding drops what was collected in a task of its own.
  await setImmediate();
}

let collect: (() => void) | undefined;

function collectGarbage(): void {
  if (!collect) {
    // Node shows `gc` only under this flag; a new context sees flags that were set since.
    setFlagsFromString('--expose-gc');
    collect = runInNewContext("typeof gc === 'function' ? gc : () => undefined") as () => void;
  }
  collect();
}

import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Releases the files of closed connections. libsql 0.5 has no way to finalize a statement: a statement ends
 * when it is collected as garbage, and its connection keeps the file open until then. That would use up
 * file descriptors when many runs are listed, and prevent Windows from deleting a run. So the collection is
 * requested at those two places.
 */
export async function releaseClosedFiles(): Promise<void> {
  collectGarbage();
  // The binding frees collected objects in a task of its own.
  await setImmediate();
}

let collect: (() => void) | undefined;

function collectGarbage(): void {
  if (!collect) {
    // Node provides `gc` only with this flag; a new context uses flags that were set since.
    setFlagsFromString('--expose-gc');
    collect = runInNewContext("typeof gc === 'function' ? gc : () => undefined") as () => void;
  }
  collect();
}

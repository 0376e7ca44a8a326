import { app } from 'electron';
import type { PageWindow } from './page-window.ts';

const lookMs = 500;
/** What a page may have, in kilobytes; large shops and maps take 300 MB. */
const mostKilobytes = 1_048_576;

interface MemoryWatchParts {
  windows(): readonly PageWindow[];
  /** This process does nothing but render, so that all of its processes count. */
  readonly isAlone: boolean;
  tell(bytes: number): void;
}

/**
 * Ends pages that fill the memory, and tells how much all of them use when that changes. It looks only while there
 * are windows.
 */
export function watchMemory({ windows, isAlone, tell }: MemoryWatchParts): { stop(): void } {
  let toldBytes = 0;
  const tellOnce = (bytes: number): void => {
    if (bytes === toldBytes) return;
    toldBytes = bytes;
    tell(bytes);
  };
  const timer = setInterval(() => {
    const open = windows();
    if (open.length === 0) {
      tellOnce(0);
      return;
    }
    const kilobytes = new Map(
      app.getAppMetrics().map(({ pid, memory }) => [pid, memory.workingSetSize] as const),
    );
    const ofPages = new Set(open.flatMap(({ processIds }) => processIds));
    const counted = isAlone ? kilobytes.keys() : ofPages;
    tellOnce([...counted].reduce((sum, id) => sum + (kilobytes.get(id) ?? 0), 0) * 1024);
    for (const window of open) {
      if (window.processIds.some((id) => (kilobytes.get(id) ?? 0) > mostKilobytes)) {
        window.endForMemory();
      }
    }
  }, lookMs);
  return { stop: () => clearInterval(timer) };
}

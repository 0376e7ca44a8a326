import { app } from 'electron';
import type { PageWindow } from './page-window.ts';

const lookMs = 500;
/** What a page may have, in kilobytes; large shops and maps take 300 MB. */
const mostKilobytes = 1_048_576;

/** Ends pages that fill the memory. It looks only while there are windows. */
export function watchMemory(windows: () => readonly PageWindow[]): { stop(): void } {
  const timer = setInterval(() => {
    const open = windows();
    if (open.length === 0) return;
    const large = new Set(
      app
        .getAppMetrics()
        .filter(({ memory }) => memory.workingSetSize > mostKilobytes)
        .map(({ pid }) => pid),
    );
    for (const window of open) {
      if (window.processIds.some((id) => large.has(id))) window.endForMemory();
    }
  }, lookMs);
  return { stop: () => clearInterval(timer) };
}

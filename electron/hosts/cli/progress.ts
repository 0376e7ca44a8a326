import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { failedPages } from '#shared/engine-protocol/run-tone.ts';
import {
  formatClockDuration,
  formatCount,
  formatPercent,
  formatQuantity,
  formatRate,
} from '#shared/format.ts';
import type { Terminal } from './terminal.ts';

const lineEveryMs = 5000;
const barWidth = 24;

export interface Progress {
  show(snapshot: RunSnapshot): void;
  end(): void;
}

/** A progress bar that stays in its line on a terminal; elsewhere a line now and then; or nothing. */
export function createProgress(terminal: Terminal, quiet: boolean): Progress {
  if (quiet) return { show: () => undefined, end: () => undefined };
  const everyMs = terminal.interactive ? 0 : lineEveryMs;
  let lastMs = performance.now();
  return {
    show: (snapshot) => {
      const nowMs = performance.now();
      if (nowMs - lastMs < everyMs) return;
      lastMs = nowMs;
      if (!terminal.interactive) terminal.say(describe(snapshot));
      else {
        const line = `${bar(snapshot)} ${describe(snapshot)}`;
        terminal.status(line.slice(0, Math.max(20, terminal.columns - 1)));
      }
    },
    end: () => {
      if (terminal.interactive) terminal.status('');
    },
  };
}

/** "64%  3,200 of 5,000 · 1,203/s · 2 s left · 14 failed". */
export function describe(snapshot: RunSnapshot): string {
  const { counts, importing, state } = snapshot;
  if (state === 'importing') {
    return `reading the list: ${formatQuantity(importing?.lines ?? 0, 'line')}`;
  }
  const settled = settledOf(snapshot);
  const parts = [
    `${formatPercent(settled, counts.total)}  ${formatCount(settled)} of ${formatCount(counts.total)}`,
    `${formatRate(snapshot.ratePerSecond)}/s`,
  ];
  if (snapshot.etaMs !== null && settled < counts.total) {
    parts.push(`${formatClockDuration(snapshot.etaMs)} left`);
  }
  parts.push(`${formatCount(failedPages(snapshot))} failed`);
  return parts.join(' · ');
}

function bar(snapshot: RunSnapshot): string {
  const { importing, counts, state } = snapshot;
  const share =
    state === 'importing'
      ? (importing?.bytes ?? 0) / Math.max(1, importing?.totalBytes ?? 1)
      : settledOf(snapshot) / Math.max(1, counts.total);
  const full = Math.min(barWidth, Math.floor(share * barWidth));
  return `[${'█'.repeat(full)}${'░'.repeat(barWidth - full)}]`;
}

function settledOf({ counts }: RunSnapshot): number {
  return counts.done + counts.failed + counts.skipped;
}

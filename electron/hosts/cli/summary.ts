import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { failedPages } from '#shared/engine-protocol/run-tone.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatQuantity,
  formatRate,
} from '#shared/format.ts';
import { notKeptSentences } from '#shared/kept-pages.ts';
import { plainText } from '#shared/plain-text.ts';
import { chainSentence } from '#shared/run-chain-words.ts';
import { warningAdvice, warningSentence } from '#shared/run-warning-words.ts';

/** The summary for the person at the end, in several lines. */
export function summaryLines(snapshot: RunSnapshot): string[] {
  const { counts, elapsedMs } = snapshot;
  const failed = failedPages(snapshot);
  const settled = counts.done + failed;
  const duplicates = counts.skipped - snapshot.skippedByRobots;
  const rate = elapsedMs > 0 ? ` (${formatRate(settled / (elapsedMs / 1000))} a second)` : '';
  const lines = [
    `${formatCount(counts.done)} of ${formatQuantity(counts.total, 'request')} done in ${formatDuration(elapsedMs)}${rate}: ` +
      `${formatQuantity(snapshot.rows, 'row')}, ${formatBytes(snapshot.bytes)}, ${formatCount(failed)} failed` +
      `${duplicates > 0 ? `, ${formatQuantity(duplicates, 'duplicate')} left out` : ''}` +
      `${snapshot.skippedByRobots > 0 ? `, ${formatCount(snapshot.skippedByRobots)} skipped because of robots.txt` : ''}` +
      `${counts.queued > 0 ? `, ${formatCount(counts.queued)} still to do` : ''}.`,
  ];
  if (snapshot.chains !== null) lines.push(chainSentence(snapshot.chains));
  const rendered = renderedSentence(snapshot);
  if (rendered !== null) lines.push(rendered);
  lines.push(...notKeptSentences(snapshot));
  for (const group of snapshot.errors) {
    if (group.code === 'INVALID_URL') continue;
    lines.push(
      `  ${formatCount(group.count)} × ${group.title} (${group.code}), such as ${plainText(group.exampleUrl, 300)}`,
    );
  }
  for (const warning of snapshot.warnings) {
    const sentence = `${warningSentence(warning)} ${warningAdvice(warning)}`;
    lines.push(`Warning: ${plainText(sentence, 1000)}`);
  }
  if (snapshot.stateReason !== null) lines.push(plainText(snapshot.stateReason, 1000));
  return lines;
}

function renderedSentence({ rendering, counts, notUrls }: RunSnapshot): string | null {
  if (rendering === null) return null;
  const { pages } = rendering;
  const all = formatQuantity(counts.done + failedPages({ counts, notUrls }), 'page');
  return `${formatCount(pages)} of ${all} ${pages === 1 ? 'was' : 'were'} rendered in a browser window.`;
}

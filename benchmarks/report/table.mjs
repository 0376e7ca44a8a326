// @ts-check

/**
 * A table whose columns of numbers are aligned to the right.
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function markdownTable(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  const isNumber = (/** @type {number} */ column) =>
    rows.every((row) => /^(\d|$)/.test(row[column] ?? ''));
  const rule = head.map((_, column) => (isNumber(column) ? '---:' : '---'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/**
 * Significant digits only: "2,345", "310", "41", "1.7", "0.25".
 * @param {number} value
 */
export function figure(value) {
  return new Intl.NumberFormat('en', {
    maximumFractionDigits: value >= 20 ? 0 : value >= 1 ? 1 : 2,
  }).format(value);
}

/**
 * "2,345 (2,290–2,401)"; the median alone when it is the only one.
 * @param {import('../measure/statistics.mjs').Spread | null} spread
 */
export function medianAndSpread(spread) {
  if (spread === null) return '';
  const { median, min, max } = spread;
  return min === max ? figure(median) : `${figure(median)} (${figure(min)}–${figure(max)})`;
}

/** @param {import('../measure/statistics.mjs').Spread | null} spread */
export function median(spread) {
  return spread === null ? '' : figure(spread.median);
}

/** @param {import('../measure/statistics.mjs').Spread | null} spread */
export function highest(spread) {
  return spread === null ? '' : figure(spread.max);
}

/** @param {number} share */
export function percent(share) {
  return `${figure(share * 100)} %`;
}

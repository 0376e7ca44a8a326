// @ts-check
import { figure, highest, markdownTable, median, medianAndSpread, percent } from './table.mjs';

/**
 * The measured part of docs/performance.md.
 * @param {import('./results.mjs').Results} results
 */
export function toMarkdown({ date, command, machine, missing, workloads, start, memory }) {
  const { processor, cores, memoryGb, system, node } = machine;
  return [
    `Measured on ${date.slice(0, 10)} by \`${command}\`: ${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}.`,
    ...missing,
    ...workloads.map(workloadSection),
    ...(start === null ? [] : [startSection(start)]),
    ...(memory.length === 0 ? [] : [memorySection(memory)]),
  ].join('\n\n');
}

/** @param {import('./results.mjs').WorkloadResult} workload */
function workloadSection({ title, note, against, urls, idealPerSecond, server, engines }) {
  const base = engines.find(({ name }) => name === against.name)?.perSecond ?? null;
  const head = [
    'engine',
    'pages a second',
    against.title,
    ...(idealPerSecond === null ? [] : ['of the ideal']),
    'first request, ms',
    'CPU, ms a page',
    'memory, MB',
    'URLs',
    'whole process, s',
  ];
  const rows = engines.map((engine) => {
    const { perSecond, wallMs } = engine;
    const ideal = idealPerSecond === null || perSecond === null ? null : idealPerSecond;
    return [
      engine.name === 'trawl' ? `**${engine.title}**` : engine.title,
      engine.failure === null ? medianAndSpread(perSecond) : `failed: ${firstLine(engine.failure)}`,
      perSecond === null || base === null ? '' : figure(perSecond.median / base.median),
      ...(idealPerSecond === null
        ? []
        : [perSecond && ideal ? `${figure((perSecond.median / ideal) * 100)} %` : '']),
      median(engine.startMs),
      median(engine.cpuMsPerPage),
      highest(engine.memoryMb),
      figure(engine.urls),
      wallMs === null ? '' : figure(wallMs.median / 1000),
    ];
  });
  const ideal =
    idealPerSecond === null
      ? ''
      : ` The ideal is connections / latency: ${figure(idealPerSecond)} a second.`;
  const notes = [note, serverNote(server, engines), differenceNote(engines)]
    .filter(Boolean)
    .join(' ');
  return `### ${title}\n\n${figure(urls)} URLs.${ideal}\n\n${markdownTable(head, rows)}\n\n${notes}`;
}

/**
 * @param {string} server
 * @param {readonly import('./results.mjs').EngineResult[]} engines
 */
function serverNote(server, engines) {
  const busiest = [...engines].sort((a, b) => shareOf(b) - shareOf(a))[0];
  return busiest === undefined || shareOf(busiest) === 0
    ? ''
    : `The server (${server}) was at work for at most ${percent(shareOf(busiest))} of a core, for: ${busiest.title}.`;
}

/** @param {import('./results.mjs').EngineResult} engine */
function shareOf({ serverShare }) {
  return serverShare?.max ?? 0;
}

/** @param {readonly import('./results.mjs').EngineResult[]} engines */
function differenceNote(engines) {
  const others = engines.flatMap(({ title, differing }) =>
    differing === null || differing.max === 0 ? [] : [`${title} ${percent(differing.max)}`],
  );
  return others.length === 0
    ? 'No value differed.'
    : `Values that another parser sees in another way: ${others.join(', ')}; no other differed.`;
}

/** @param {NonNullable<import('./results.mjs').Results['start']>} start */
function startSection({ readyMs }) {
  return `### Start-up\n\nThe engine's process has answered its first command ${medianAndSpread(readyMs)} ms after it was started.`;
}

/** @param {import('./results.mjs').Results['memory']} memory */
function memorySection(memory) {
  const head = [
    'URLs',
    'first request after, s',
    'reading the list, MB',
    'running, MB',
    'pages meanwhile',
    'killed and resumed: first request after, s',
    'running again, MB',
  ];
  const orNothing = (/** @type {number | null} */ value) => (value === null ? '' : figure(value));
  const rows = memory.map((one) => [
    figure(one.urls),
    figure(one.importMs / 1000),
    orNothing(one.importMb),
    orNothing(one.runningMb),
    `${figure(one.pages)}${one.whole ? ' (all)' : ''}`,
    orNothing(one.resumeMs === null ? null : one.resumeMs / 1000),
    orNothing(one.resumedMb),
  ]);
  return `### Memory and the length of the list\n\n12.5 KB pages, 64 connections.\n\n${markdownTable(head, rows)}`;
}

/** @param {string} text */
function firstLine(text) {
  return text.split('\n')[0]?.replaceAll('|', '/') ?? '';
}

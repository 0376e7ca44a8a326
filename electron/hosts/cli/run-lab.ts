import { assertNever } from '#shared/assert-never.ts';
import { type LabReport, labRenders } from '#shared/engine-protocol/lab.ts';
import type { EngineApi, EngineParams, RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { TrawlError, toErrorReply } from '#shared/errors/trawl-error.ts';
import { formatCount, formatPercent, formatRate } from '#shared/format.ts';
import { approachName } from '#shared/lab/approach.ts';
import { kneeOf, risingConcurrencies } from '#shared/lab/knee.ts';
import { labRows, labShare, pagesPerSecond } from '#shared/lab/lab-rows.ts';
import { mostOfPath, plainText } from '#shared/plain-text.ts';
import { fileReason } from '../../files/file-reason.ts';
import { writeWholeFile } from '../../files/whole-file.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { leaveAtOnce } from './interrupts.ts';
import type { LabSite, OpenLabSite } from './lab-site.ts';
import { labTable } from './lab-table.ts';
import type { LabWords } from './lab-words.ts';
import type { LoadedJob } from './load-job.ts';
import { print } from './standard-streams.ts';
import type { Terminal } from './terminal.ts';
import type { WayOut } from './way-out.ts';
import { writeThrough } from './write-through.ts';

type Plan = EngineParams<'lab.start'>['plan'];

/**
 * Measures, shows the progress, and writes the table to standard output. An interrupt stops the measurement:
 * the results so far are still shown and written.
 *
 * @param job the job whose list is measured, if any
 */
export async function runLab(
  engine: EngineApi,
  terminal: Terminal,
  words: LabWords,
  {
    job,
    secrets,
    openSite,
    json,
  }: {
    readonly job: LoadedJob | null;
    readonly secrets: RunSecrets;
    readonly openSite: OpenLabSite;
    /** The output for the figures, if any. On standard output they take the place of the table. */
    readonly json: WayOut | null;
  },
): Promise<ExitCode> {
  const site = words.workload.kind === 'sample' ? await openSite() : null;
  try {
    const plan = planOf(words, job, site);
    if (!words.quiet) for (const line of warnings(words, site)) terminal.say(line);
    const report = await watch(engine, terminal, words.quiet, { plan, secrets });
    if (report === null) return exitCode.error;
    if (json?.kind !== 'standard-output') await print(terminal.stdout, labTable(report));
    else if (!words.quiet) terminal.say(labTable(report).trimEnd());
    if (json !== null) await writeFigures(json, terminal, figuresOf(report));
    if (report.state === 'failed') terminal.say(report.problem ?? 'The measurement failed.');
    if (report.state === 'stopped') terminal.say('Stopped: what was measured by then is above.');
    if (report.state === 'done') return exitCode.done;
    return report.state === 'stopped' ? exitCode.interrupted : exitCode.error;
  } finally {
    await site?.close();
  }
}

function planOf(words: LabWords, job: LoadedJob | null, site: LabSite | null): Plan {
  const { plan, repeats, workload } = words;
  const fetched: Plan['workload'] =
    workload.kind === 'sample'
      ? { ...workload, origin: site?.origin ?? '' }
      : { kind: 'list', pages: workload.limit, ...(job ?? missing()) };
  return plan.kind === 'compare'
    ? { ...plan, ways: [...plan.ways], repeats, workload: fetched }
    : { ...plan, repeats, workload: fetched };
}

function missing(): never {
  throw new Error('A list is measured with the rules of its job.');
}

function warnings({ workload, plan, repeats }: LabWords, site: LabSite | null): string[] {
  if (workload.kind === 'sample') {
    return site?.sharesProcess === true
      ? ['Here the sample site shares the process that is measured: the figures are lower for it.']
      : ['The sample site runs on this machine and shares its cores.'];
  }
  const runs = repeats * runsOfRound(plan);
  return [
    `Every run fetches the pages anew: up to ${formatCount(runs)} runs of ${formatCount(workload.limit)} pages, ${formatCount(runs * workload.limit)} requests to other people's servers. The job's pace and its limits for a host hold.`,
    ...(plan.kind === 'render' ? ['The scripts of rendered pages make further requests.'] : []),
  ];
}

function runsOfRound(plan: LabWords['plan']): number {
  switch (plan.kind) {
    case 'compare':
      return plan.ways.length;
    case 'tune':
      return risingConcurrencies(plan.upTo).length;
    case 'render':
      return labRenders.length;
    default:
      return assertNever(plan);
  }
}

/** Null if there is nothing to show. */
async function watch(
  engine: EngineApi,
  terminal: Terminal,
  quiet: boolean,
  params: EngineParams<'lab.start'>,
): Promise<LabReport | null> {
  let last: LabReport | null = null;
  let told = 0;
  const offEvents = engine.onEvent((event) => {
    if (event.kind !== 'lab') return;
    last = event.report;
    if (quiet) return;
    for (const sample of last.samples.slice(told)) {
      terminal.say(
        `${runName(last, sample)}: ${formatRate(pagesPerSecond(sample))} pages a second`,
      );
    }
    told = last.samples.length;
    if (terminal.interactive) terminal.status(statusOf(last).slice(0, terminal.columns - 1));
  });
  const interrupts = terminal.interrupts();
  interrupts.leave.addEventListener('abort', leaveAtOnce);
  interrupts.stop.addEventListener('abort', () => {
    terminal.say('Stopping; what is measured is kept. Press Ctrl+C again to leave at once.');
    engine
      .call('lab.stop', {})
      .catch((error: unknown) => terminal.say(toErrorReply(error).message));
  });
  try {
    return await engine.call('lab.start', params);
  } catch (error) {
    // The engine's process ended. The results that it has sent by then are kept.
    const measured = last as LabReport | null;
    if (measured === null) throw error;
    return { ...measured, state: 'failed', problem: toErrorReply(error).message, now: null };
  } finally {
    if (terminal.interactive) terminal.status('');
    interrupts.end();
    offEvents();
  }
}

type Named = Pick<LabReport['samples'][number], 'way' | 'concurrency' | 'render' | 'round'>;

function runName({ setup }: LabReport, run: Named): string {
  const { concurrency, round } = run;
  const what = setup.kind === 'tune' ? `${formatCount(concurrency)} at once` : approachName(run);
  return `Round ${round} of ${setup.repeats}, ${what}`;
}

function statusOf(report: LabReport): string {
  const { now } = report;
  if (now === null) return '';
  const percent = formatPercent(labShare(report), 1);
  if (now.phase === 'warm-up') return `${percent}  warming up: ${approachName(now)}`;
  const far = `${formatCount(now.settled)} of ${formatCount(now.total)} pages`;
  return `${percent}  ${runName(report, now)}: ${far}`;
}

function figuresOf(report: LabReport): string {
  const { now: _, ...measured } = report;
  const rows = labRows(report);
  const knee = report.setup.kind === 'tune' ? (kneeOf(rows)?.concurrency ?? null) : null;
  return `${JSON.stringify({ version: 1, ...measured, rows, knee }, null, 2)}\n`;
}

async function writeFigures(json: WayOut, terminal: Terminal, figures: string): Promise<void> {
  if (json.kind === 'file') {
    const { file } = json;
    await writeWholeFile(file, figures).catch((cause: unknown) => {
      if (cause instanceof TrawlError) throw cause;
      const message = `${plainText(file, mostOfPath)} cannot be written: ${fileReason(cause)}.`;
      throw new TrawlError('FILE_ERROR', message, { cause });
    });
    return;
  }
  const interrupts = terminal.interrupts();
  try {
    await writeThrough(json, terminal, () => figures, interrupts.stop);
  } finally {
    interrupts.end();
  }
}

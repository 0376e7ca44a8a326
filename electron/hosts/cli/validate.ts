import { analyzeList } from '#engine/public-checks.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { formatQuantity } from '#shared/format.ts';
import type { Job } from '#shared/job/job.ts';
import type { Sitemap } from '#shared/job/sitemaps.ts';
import { defaultMaxPages, type NextRule } from '#shared/job/v2/next.ts';
import { mostOfPath, plainText, quoted } from '#shared/plain-text.ts';
import { renamedColumns } from '#shared/values/table-columns.ts';
import { dataFolder } from './data-folder.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { listReport } from './list-report.ts';
import { inputFor, type ListWords, readJob, sitemapsOf } from './load-job.ts';
import { withListFile } from './spool-list.ts';
import { print } from './standard-streams.ts';
import type { Terminal } from './terminal.ts';

function nextReport(next: NextRule | undefined): string[] {
  if (next === undefined) return [];
  const pages = formatQuantity(next.maxPages ?? defaultMaxPages, 'page');
  return [`  Next pages are followed, up to ${pages} for each URL.`];
}

/**
 * Reports whether a job is valid, how its list is read, and the outcome of every record of the list.
 *
 * @throws TrawlError BAD_JOB, BAD_INPUT; also if the list holds no URL
 */
export async function validate(
  words: { readonly job: string; readonly urls: string | null; readonly list: ListWords },
  terminal: Terminal,
): Promise<ExitCode> {
  const job = await readJob(words.job);
  const sitemaps = sitemapsOf(job, words);
  if (sitemaps !== null) {
    const lines = [
      rightLine(words.job, job),
      ...nextReport(job.next),
      ...sitemaps.map(sitemapLine),
    ];
    await print(terminal.stdout, `${lines.join('\n')}\n`);
    return exitCode.done;
  }
  const patterns = words.list.patterns ?? job.options?.patterns ?? false;
  const input = await inputFor({ ...job, options: { ...job.options, patterns } }, words.job, words);
  const never = new AbortController().signal;
  const analysis = await withListFile(input, dataFolder(terminal.env), terminal, (list) =>
    analyzeList(list, () => undefined, never),
  );
  const { reading, account, duplicates, notRead } = analysis;
  const carried = reading.kind === 'table' ? reading.carry : [];
  const names = job.fields.map(({ name }) => name);
  const renamed = renamedColumns(carried, names);
  const lines = [
    rightLine(words.job, job),
    ...nextReport(job.next),
    ...listReport({ ...analysis, patternsOn: patterns }, notRead),
    ...(duplicates > 0 ? [`  ${formatQuantity(duplicates, 'duplicate')}, fetched once.`] : []),
    ...renamed.fields.values(),
    ...renamed.others,
  ];
  await print(terminal.stdout, `${lines.join('\n')}\n`);
  if (account.requests > 0) return exitCode.done;
  throw new TrawlError('BAD_INPUT', 'The list holds no URL.');
}

const rightLine = (file: string, { fields }: Job): string =>
  `${plainText(file, mostOfPath)} is right: ${formatQuantity(fields.length, 'field')}.`;

/** Nothing is fetched to check a job. */
function sitemapLine({ url, match, since }: Sitemap): string {
  const filters = [
    ...(match === undefined ? [] : [`whose addresses contain ${quoted(match)}`]),
    ...(since === undefined ? [] : [`changed since ${since}`]),
  ];
  return `List: the pages of ${[plainText(url), ...filters].join(', ')}. They are read when the job runs.`;
}

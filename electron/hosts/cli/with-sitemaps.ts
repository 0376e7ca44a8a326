import { join } from 'node:path';
import type { InputSource } from '#shared/engine-protocol/input.ts';
import type { EngineApi, EngineParams } from '#shared/engine-protocol/protocol.ts';
import type { SitemapFindings } from '#shared/engine-protocol/sitemaps.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { formatCount } from '#shared/format.ts';
import { plainText } from '#shared/plain-text.ts';
import { sitemapCount, sitemapList, sitemapRemarks } from '#shared/sitemap-words.ts';
import { exitCode } from './exit-code.ts';
import { inTemporaryFolder } from './temporary-folder.ts';
import type { Terminal } from './terminal.ts';

const key = 'cli';
const mostProblems = 20;

/**
 * Reads sitemaps into a list that is there for the duration of `work`. Where a part of them could not be read, the
 * exit status of a run that went well is that of warnings.
 *
 * @throws TrawlError BAD_INPUT if they name no page, CANCELLED by an interrupt
 */
export async function withSitemaps(
  engine: EngineApi,
  terminal: Terminal,
  asked: Omit<EngineParams<'sitemaps.read'>, 'key' | 'file'> & {
    readonly dataDir: string;
    readonly quiet: boolean;
  },
  work: (input: InputSource) => Promise<number>,
): Promise<number> {
  const { dataDir, quiet, ...params } = asked;
  const interrupts = terminal.interrupts();
  const cancel = (): void => void engine.call('sitemaps.cancel', { key }).catch(() => undefined);
  interrupts.stop.addEventListener('abort', cancel);
  try {
    return await inTemporaryFolder(dataDir, async (folder) => {
      const file = join(folder, 'sitemaps.csv');
      if (!quiet) terminal.say('Reading sitemaps.');
      const findings = await engine.call('sitemaps.read', { key, file, ...params });
      interrupts.stop.throwIfAborted();
      for (const line of reportOf(findings, quiet)) terminal.say(line);
      if (findings.pages === 0) {
        throw new TrawlError('BAD_INPUT', 'The sitemaps name no page that could be taken.');
      }
      interrupts.end();
      const code = await work(sitemapList(file));
      return code === exitCode.done && findings.problems > 0 ? exitCode.warnings : code;
    });
  } finally {
    // Only now: a second signal must not end this process before the folder is removed.
    interrupts.end();
  }
}

/** Problems are said even where nothing else is: pages may be missing. */
function reportOf(findings: SitemapFindings, quiet: boolean): string[] {
  const { problems, firstProblems } = findings;
  const shown = firstProblems.slice(0, mostProblems);
  const more = problems - shown.length;
  return [
    ...(quiet ? [] : [`${sitemapCount(findings)}.`]),
    ...(quiet ? [] : sitemapRemarks(findings).map((remark) => `  ${remark}.`)),
    ...shown.map(({ url, problem }) => `  ${plainText(url)}: ${plainText(problem)}`),
    ...(more > 0 ? [`  … and ${formatCount(more)} more.`] : []),
  ];
}

import { statSync } from 'node:fs';
import { extname } from 'node:path';
import { fileEnding } from '#shared/engine-protocol/export.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { safeFileName } from '../file-name.ts';
import type { HandlerParts } from './parts.ts';
import { passThrough } from './pass-through.ts';
import type { DomainHandlers } from './register-handlers.ts';

export function resultsHandlers({ engine, clipboard }: HandlerParts): DomainHandlers<'results'> {
  return {
    ...passThrough(engine, ['results.window', 'results.detail', 'results.page']),
    'results.copy': async (params) => {
      const { text, lines, cut } = await engine.call('results.tsv', params);
      clipboard.writeText(text);
      return { lines, cut };
    },
  };
}

/** What the system's dialog calls files with an ending. */
const fileKind = { csv: 'CSV', tsv: 'TSV', jsonl: 'JSON Lines' };

export function exportHandlers({
  library,
  engine,
  runs,
  dialogs,
  shell,
}: HandlerParts): DomainHandlers<'export'> {
  /** Only these may be shown: the page must not name any other file. */
  const exported = new Set<string>();
  const nameOf = (runId: string): string => {
    const run = runs.get(runId);
    const job = library.list().find(({ id }) => id === run?.jobId);
    return run?.jobName ?? job?.job.name ?? 'Table';
  };
  return {
    ...passThrough(engine, ['export.cancel']),
    'export.save': async ({ exportId, runId, options }) => {
      const extension = fileEnding(options.format);
      const chosen = await dialogs.save({
        title: 'Export the table',
        button: 'Export',
        filters: [{ name: fileKind[extension], extensions: [extension] }],
        name: safeFileName(nameOf(runId), `.${extension}`),
      });
      if (chosen === null) return null;
      const file = withExtension(chosen, `.${extension}`);
      const progress = await engine.call('export.start', { exportId, runId, file, options });
      if (progress.state === 'done') exported.add(progress.file);
      return progress;
    },
    'export.reveal': ({ file }) => {
      if (!exported.has(file)) {
        throw new TrawlError('BAD_MESSAGE', 'Only files that were exported here can be shown.');
      }
      if (!exists(file)) {
        throw new TrawlError('NOT_FOUND', 'The file is not there any more. Export it again.');
      }
      shell.showItemInFolder(file);
    },
  };
}

/**
 * Not every system's dialog adds the extension. A name without one stays unchanged if the name with it
 * exists.
 */
function withExtension(file: string, extension: string): string {
  if (extname(file) !== '' || exists(`${file}${extension}`)) return file;
  return `${file}${extension}`;
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

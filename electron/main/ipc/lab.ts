import type { LabKind, LabReport } from '#shared/engine-protocol/lab.ts';
import type { EngineParams } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { PageWorkload } from '#shared/ipc/lab.ts';
import { labCsv } from '#shared/lab/lab-csv.ts';
import { labRows } from '#shared/lab/lab-rows.ts';
import { writeWholeFile } from '../../files/whole-file.ts';
import { fileTrouble } from '../file-trouble.ts';
import type { HandlerParts } from './parts.ts';
import { passThrough } from './pass-through.ts';
import { readyToRun } from './ready-to-run.ts';
import type { DomainHandlers } from './register-handlers.ts';

type EngineWorkload = EngineParams<'lab.start'>['plan']['workload'];

const names: Readonly<Record<LabKind, string>> = {
  compare: 'Comparison',
  tune: 'Tuning',
  render: 'Fetched and rendered',
};

export function labHandlers(parts: HandlerParts): DomainHandlers<'lab'> {
  const { engine, dialogs, sampleSite } = parts;
  /** The page shows the newest of each kind, so only these can be saved. */
  const newest = new Map<LabKind, LabReport>();
  engine.onEvent((event) => {
    if (event.kind === 'lab') newest.set(event.report.setup.kind, event.report);
  });

  const save = async (kind: LabKind, extension: 'csv' | 'png', content: string | Uint8Array) => {
    const file = await dialogs.save({
      title: extension === 'csv' ? 'Export the table' : 'Export the picture',
      button: 'Export',
      filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
      name: `${names[kind]}.${extension}`,
    });
    if (file === null) return null;
    await writeWholeFile(file, content).catch((error: unknown) => {
      throw fileTrouble(error, `${file} could not be written`);
    });
    return { file };
  };
  const served = async (
    workload: PageWorkload,
  ): Promise<Omit<EngineParams<'lab.start'>, 'plan'> & { readonly workload: EngineWorkload }> => {
    if (workload.kind === 'job') {
      const { secrets, ...job } = await readyToRun(parts, workload.jobId);
      return { workload: { kind: 'list', pages: workload.pages, ...job }, secrets };
    }
    const [origin = ''] = await sampleSite.ensure();
    return { workload: { ...workload, origin } };
  };

  return {
    ...passThrough(engine, ['lab.stop', 'lab.report']),
    'lab.start': async ({ plan }) => {
      const { workload, ...secrets } = await served(plan.workload);
      return engine.call('lab.start', { plan: { ...plan, workload }, ...secrets });
    },
    'lab.save-table': async ({ kind }) => {
      const report = newest.get(kind);
      if (report === undefined) throw new TrawlError('NOT_FOUND', 'Nothing was measured yet.');
      return save(kind, 'csv', labCsv(labRows(report)));
    },
    'lab.save-picture': ({ kind, png }) => save(kind, 'png', png),
  };
}

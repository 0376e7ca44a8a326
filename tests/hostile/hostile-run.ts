import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { openEngine } from '../../electron/engine/test-support/open-engine.ts';
import type { RequestDetail } from '../../shared/engine-protocol/results.ts';
import type { RunSnapshot } from '../../shared/engine-protocol/run.ts';
import type { JobOptions } from '../../shared/job/job.ts';
import { rootCertificate } from './certificates.ts';
import type { HostileSite } from './hostile-site.ts';

/** The limits of the jobs here: short, so that cases that run into them end soon. */
export const limits = {
  timeoutMs: 6000,
  connectTimeoutMs: 2000,
  extractDeadlineMs: 3000,
  retries: 1,
  maxBytes: 4_194_304,
} as const;

export const jobOptions = {
  concurrency: 64,
  perHost: 8,
  timeoutMs: limits.timeoutMs,
  retries: limits.retries,
  maxBytes: limits.maxBytes,
  pace: 'fixed',
  safeguard: false,
  robots: false,
  allowPrivate: true,
} as const satisfies JobOptions;

export interface HostileRun {
  readonly end: RunSnapshot;
  /** In the order of the list. */
  readonly details: readonly RequestDetail[];
}

/** Runs a job over these URLs in the real engine, from the list to the run's file, and reads the file. */
export async function runJob(
  site: HostileSite,
  urls: readonly string[],
  options: JobOptions = {},
): Promise<HostileRun> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trawl-hostile-'));
  const engine = openEngine({
    dataDir,
    random: () => 0.05,
    fetch: {
      lookup: site.lookup,
      connectTimeoutMs: limits.connectTimeoutMs,
      ca: [...rootCertificates, rootCertificate],
    },
    extractDeadlineMs: limits.extractDeadlineMs,
  });
  try {
    const finished = new Promise<RunSnapshot>((resolve) => {
      engine.onEvent((event) => {
        if (event.kind === 'run' && event.snapshot.state === 'finished') resolve(event.snapshot);
      });
    });
    const { runId } = await engine.call('run.start', {
      jobId: null,
      rules: {
        name: 'Hostile',
        fields: [{ name: 'title', css: 'h1' }],
        options: { ...jobOptions, ...options },
      },
      input: { kind: 'lines', lines: [...urls] },
    });
    const end = await finished;
    const details: RequestDetail[] = [];
    for (let place = 1; place <= urls.length; place += 1) {
      details.push(await engine.call('results.detail', { runId, requestId: place }));
    }
    return { end, details };
  } finally {
    await engine.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The value of the field `title` in the only row; null where there is no row. */
export function titleOf(detail: RequestDetail): string | null {
  return detail.rows[0]?.[0]?.value ?? null;
}

import { join } from 'node:path';
import { type MessagePortMain, safeStorage, session } from 'electron';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import { type EngineStatus, superviseEngine } from '#shared/engine-protocol/supervise-engine.ts';
import { type CutOffRuns, openCutOffRuns } from './cut-off-runs.ts';
import { startEngineProcess, startSampleSiteProcess } from './engine-process.ts';
import { fileTrouble } from './file-trouble.ts';
import { glancesAt } from './library/glance-at-list.ts';
import { importJobFile } from './library/import-job.ts';
import { type JobLibrary, openJobLibrary } from './library/job-library.ts';
import type { Log } from './log.ts';
import { createRunBoard, type RunBoard } from './run-board.ts';
import { createSampleSite, type SampleSite } from './sample-site.ts';
import { createRunSecrets, type RunSecretsSource } from './secrets/run-secrets.ts';
import { createSecretStore, type SecretStore } from './secrets/secret-store.ts';
import { systemVault } from './secrets/vault.ts';
import type { SettingsFile } from './settings-file.ts';

/** The paths of the app: its built files, its pictures and texts, and the person's data. */
export interface Folders {
  readonly dist: string;
  readonly resources: string;
  readonly data: string;
}

/** All objects that live as long as the app, with or without a window. */
export interface Services {
  readonly settings: SettingsFile;
  readonly library: JobLibrary;
  readonly engine: EngineApi;
  readonly runs: RunBoard;
  readonly cutOffRuns: CutOffRuns;
  readonly secrets: SecretStore;
  readonly runSecrets: RunSecretsSource;
  readonly sampleSite: SampleSite;
  close(): Promise<void>;
}

/** @param render renders pages by the orders that come over the port */
export async function openServices(
  { dist, resources, data }: Folders,
  settings: SettingsFile,
  onEngineStatus: (status: EngineStatus) => void,
  render: (port: MessagePortMain) => void,
  log: Log,
): Promise<Services> {
  const { library, isNew } = await openJobLibrary(join(data, 'library'), log).catch(
    (error: unknown) => {
      throw fileTrouble(error, `the folder ${data} could not be opened`);
    },
  );
  const secrets = createSecretStore(
    (jobId) => library.secretsFile(jobId),
    systemVault(safeStorage),
    log,
  );
  const runSecrets = createRunSecrets((jobId) =>
    hasJob(library, jobId) ? secrets.of(jobId) : null,
  );
  // The page's own session has a proxy that blocks everything, so another session is used.
  const resolveProxy = (url: string) => session.fromPartition('system-proxies').resolveProxy(url);
  const engine = superviseEngine({
    start: () => startEngineProcess(dist, data, { resolveProxy, render }, log),
    log,
    onStatus: onEngineStatus,
    secretsOf: runSecrets.of,
    now: () => performance.now(),
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
  if (isNew) {
    const file = join(resources, 'sample-job.json');
    await importJobFile(library, file, glancesAt(library, engine)).catch((error: unknown) =>
      // The app is complete without it.
      log.error('The sample job could not be added', error),
    );
  }
  const runs = createRunBoard(engine, log);
  const cutOffRuns = await openCutOffRuns({
    file: join(data, 'going-on.json'),
    library,
    runs,
    runsAreKnown: runs.refresh(),
  });
  const sampleSite = createSampleSite(
    () => startSampleSiteProcess(join(dist, 'sample-site.js'), log),
    log,
  );
  return {
    settings,
    library,
    engine,
    runs,
    cutOffRuns,
    secrets,
    runSecrets,
    sampleSite,
    async close() {
      sampleSite.close();
      await cutOffRuns
        .remember()
        .catch((error: unknown) => log.error('The runs that go on could not be noted', error));
      await engine.close();
      await library.close();
    },
  };
}

function hasJob(library: JobLibrary, jobId: string): boolean {
  return library.list().some(({ id }) => id === jobId);
}

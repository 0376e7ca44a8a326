import type { EngineApi, RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { type ErrorReply, toErrorReply } from '#shared/errors/trawl-error.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { sampleJob } from '../../sample-site/sample-job.ts';
import { serveSampleSite } from '../../sample-site/serve.ts';
import { startSampleSite } from '../../sample-site/start-sample-site.ts';
import { dataFolder } from './data-folder.ts';
import { envProxies } from './env-proxies.ts';
import { exitCode } from './exit-code.ts';
import { findRun } from './find-run.ts';
import { readIdentity } from './identity.ts';
import { type OpenLabSite, openSiteHere } from './lab-site.ts';
import { listReport } from './list-report.ts';
import { listRuns } from './list-runs.ts';
import {
  changedJob,
  inputFor,
  inputOf,
  type LoadedJob,
  loadJob,
  readJob,
  rulesOf,
  sitemapsOf,
} from './load-job.ts';
import { openBrowser } from './open-browser.ts';
import { parseWords, type Words } from './parse-words.ts';
import { runLab } from './run-lab.ts';
import { withListFile } from './spool-list.ts';
import { print } from './standard-streams.ts';
import type { TableWords } from './table-words.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { validate } from './validate.ts';
import { finishedCode, watchRun } from './watch-run.ts';
import { wayOut } from './way-out.ts';
import { withSitemaps } from './with-sitemaps.ts';
import { type TableOutput, writeTable } from './write-table.ts';

/** Opens the engine that fetches. `secrets`: the secrets for a run that it resumes after a crash. */
type OpenEngine = (dataDir: string, secrets: RunSecrets) => EngineApi | Promise<EngineApi>;

/** Loaded on first use: most of the start-up time of a process goes into that. */
const openHere =
  (env: Terminal['env']): OpenEngine =>
  async (dataDir) => {
    const { createEngine } = await import('#engine/public-api.ts');
    return createEngine({
      dataDir,
      openRenderHost: openBrowser,
      fetch: { findProxies: envProxies(env) },
    });
  };

/**
 * The whole command line: arguments in, exit status out. Never throws.
 *
 * @param openFetching opens the engine for commands that fetch; by default in this process
 * @param openSite opens the sample site for measuring; by default in this process
 */
export async function runCli(
  argv: readonly string[],
  terminal: Terminal,
  openFetching: OpenEngine = openHere(terminal.env),
  openSite: OpenLabSite = openSiteHere,
): Promise<number> {
  try {
    return await carryOut(parseWords(argv), terminal, openFetching, openSite);
  } catch (error) {
    const reply = toErrorReply(error);
    terminal.say(reply.message);
    if (reply.code === 'CANCELLED') return exitCode.interrupted;
    return usageCodes.has(reply.code) ? exitCode.usage : exitCode.error;
  }
}

const usageCodes: ReadonlySet<ErrorReply['code']> = new Set([
  'BAD_INPUT',
  'BAD_JOB',
  'BAD_SELECTOR',
  'NOT_FOUND',
]);

async function carryOut(
  words: Words,
  terminal: Terminal,
  openFetching: OpenEngine,
  openSite: OpenLabSite,
): Promise<number> {
  const dataDirOf = (data: string | null): string => data ?? dataFolder(terminal.env);
  const withEngine = async (
    { data }: { readonly data: string | null },
    work: (engine: EngineApi) => Promise<number>,
    open = openHere(terminal.env),
    secrets: RunSecrets = {},
  ): Promise<number> => {
    const engine = await open(dataDirOf(data), secrets);
    try {
      return await work(engine);
    } finally {
      await engine.close();
    }
  };
  /** The output for the table, checked before anything is fetched; it must not overwrite the inputs. */
  const outputOf = async (
    given: TableWords & { readonly quiet: boolean; readonly data: string | null },
    ...inputs: readonly (string | null)[]
  ): Promise<TableOutput> => ({
    out: await wayOut(given.out, inputs),
    options: given.options,
    quiet: given.quiet,
    dataDir: dataDirOf(given.data),
  });
  switch (words.kind) {
    case 'help':
      await print(terminal.stdout, usage);
      return exitCode.done;
    case 'version':
      await print(terminal.stdout, `${packageJson.version}\n`);
      return exitCode.done;
    case 'validate':
      return validate(words, terminal);
    case 'run': {
      const { proxies, secrets } = await readIdentity(words, terminal.env);
      const { data, quiet } = words;
      const job = changedJob(await readJob(words.job), { ...words, proxies });
      const rules = rulesOf(job);
      const sources = words.sitemaps ?? sitemapsOf(job, words);
      if (sources !== null) {
        const output = await outputOf(words, words.job, words.cookies);
        const { options } = rules;
        const asked = { sources, options, secrets, dataDir: dataDirOf(data), quiet };
        const work = async (engine: EngineApi) =>
          statusOf(
            words,
            await withSitemaps(engine, terminal, asked, (input) =>
              runJob(engine, terminal, { rules, input, secrets }, output),
            ),
          );
        return withEngine(words, work, openFetching, secrets);
      }
      const own = await inputFor(job, words.job, words);
      const list = own.kind === 'file' ? own.file : null;
      const output = await outputOf(words, words.job, list, words.cookies);
      return withListFile(own, dataDirOf(data), terminal, (input) => {
        const work = async (engine: EngineApi) =>
          statusOf(words, await runJob(engine, terminal, { rules, input, secrets }, output));
        return withEngine(words, work, openFetching, secrets);
      });
    }
    case 'sample': {
      const output = await outputOf(words);
      return withEngine(words, (engine) => runSample(engine, terminal, output), openFetching);
    }
    case 'runs':
      return withEngine(words, async (engine) => {
        await print(terminal.stdout, listRuns(await engine.call('runs.list', { job: null })));
        return exitCode.done;
      });
    case 'resume': {
      const { secrets } = await readIdentity(words, terminal.env);
      const output = await outputOf(words, words.cookies);
      const work = async (engine: EngineApi) =>
        statusOf(words, await resume(engine, terminal, words.run, output, secrets));
      return withEngine(words, work, openFetching, secrets);
    }
    case 'export': {
      const output = await outputOf(words);
      return withEngine(words, async (engine) => {
        const { runId } = await findRun(engine, words.run);
        const interrupts = terminal.interrupts();
        try {
          await writeTable(engine, terminal, runId, output, interrupts.stop);
        } finally {
          interrupts.end();
        }
        return exitCode.done;
      });
    }
    case 'extract': {
      const rules = rulesOf(await readJob(words.job));
      const output = await outputOf(words, words.job);
      const work = async (engine: EngineApi) => {
        const { runId } = await findRun(engine, words.run);
        return runToTable(engine, terminal, output, async () => {
          const reading = await engine.call('run.read-again', { runId, jobId: null, rules });
          return reading.runId;
        });
      };
      return withEngine(words, work, openFetching);
    }
    case 'lab': {
      const { proxies, secrets } = await readIdentity(words, terminal.env);
      const { workload } = words;
      const asTheJobSays = { options: {}, patterns: null };
      const change = { concurrency: null, proxies, list: asTheJobSays };
      const job = workload.kind === 'job' ? await loadJob(workload.job, change) : null;
      const list = job?.input.kind === 'file' ? job.input.file : null;
      const inputs = [workload.kind === 'job' ? workload.job : null, list, words.cookies];
      const json = words.json === null ? null : await wayOut(words.json.path, inputs);
      const work = (engine: EngineApi) =>
        runLab(engine, terminal, words, { job, secrets, openSite, json });
      return withEngine(words, work, openFetching, secrets);
    }
    case 'sample-site': {
      const { stop } = terminal.interrupts();
      const port = words.port === null ? {} : { port: words.port };
      await serveSampleSite({ ...port, signal: stop, say: (line) => terminal.say(line) });
      return exitCode.done;
    }
  }
}

function statusOf({ allowWarnings }: { readonly allowWarnings: boolean }, code: number): number {
  return code === exitCode.warnings && allowWarnings ? exitCode.done : code;
}

async function runJob(
  engine: EngineApi,
  terminal: Terminal,
  job: LoadedJob & { readonly secrets?: RunSecrets },
  output: TableOutput,
): Promise<number> {
  return runToTable(engine, terminal, output, async () => {
    const started = await engine.call('run.start', { jobId: null, ...job });
    return started.runId;
  });
}

/** Runs to the end or to the first interrupt, and writes the table. */
async function runToTable(
  engine: EngineApi,
  terminal: Terminal,
  output: TableOutput,
  start: () => Promise<string>,
): Promise<number> {
  const interrupts = terminal.interrupts();
  try {
    const { runId, code } = await watchRun(engine, terminal, output.quiet, interrupts, start);
    if (!output.quiet) await sayList(engine, terminal, runId);
    interrupts.stop.addEventListener('abort', () =>
      terminal.say('The table is being written. Press Ctrl+C again to leave without it.'),
    );
    await writeTable(engine, terminal, runId, output, interrupts.leave);
    return code;
  } finally {
    interrupts.end();
  }
}

/** The outcome of every record of the list. */
async function sayList(engine: EngineApi, terminal: Terminal, runId: string): Promise<void> {
  const list = await engine.call('run.list', { runId });
  if (list !== null) for (const line of listReport(list)) terminal.say(line);
}

async function runSample(
  engine: EngineApi,
  terminal: Terminal,
  output: TableOutput,
): Promise<number> {
  const site = await startSampleSite();
  try {
    const job = sampleJob(site.origins);
    const loaded = { rules: rulesOf(job), input: await inputOf(job, '.') };
    const code = await runJob(engine, terminal, loaded, output);
    // Some of the sample's pages are missing on purpose: this is not reported as a failure.
    return code === exitCode.failedRequests || code === exitCode.warnings ? exitCode.done : code;
  } finally {
    await site.close();
  }
}

async function resume(
  engine: EngineApi,
  terminal: Terminal,
  wanted: string,
  output: TableOutput,
  secrets: RunSecrets,
): Promise<number> {
  const run = await findRun(engine, wanted);
  if (run.state === 'finished') {
    if (!output.quiet) terminal.say('This run is finished; nothing is left to fetch.');
    const interrupts = terminal.interrupts();
    try {
      await writeTable(engine, terminal, run.runId, output, interrupts.stop);
    } finally {
      interrupts.end();
    }
    return finishedCode(await engine.call('run.snapshot', { runId: run.runId }));
  }
  return runToTable(engine, terminal, output, async () => {
    await engine.call('run.resume', { runId: run.runId, secrets });
    return run.runId;
  });
}

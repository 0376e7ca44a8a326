import { availableParallelism } from 'node:os';
import type { EngineEvent, RunSecrets } from '#shared/engine-protocol/protocol.ts';
import type { JobRules } from '#shared/job/job.ts';
import type { LiveChange } from '#shared/job/live-options.ts';
import type { Way } from '#shared/job/way.ts';
import { NextPages } from '../core/leads/next-page.ts';
import { optionsWith } from '../core/options-with.ts';
import { readingOptions } from '../core/reading-options.ts';
import { Run } from '../core/run/run.ts';
import type { RunSessions } from '../fetch/create-fetcher.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { Extractor } from '../ports/extractor.ts';
import type { Logger } from '../ports/logger.ts';
import type { CreateRenderer } from '../ports/renderer.ts';
import { createRobotsReader } from '../robots/robots-reader.ts';
import type { RunFile } from '../store/run-file.ts';
import { runFileBeside } from '../store/run-names.ts';
import type { Ways } from '../ways/create-ways.ts';
import type { Usage } from '../ways/worker-messages.ts';
import { addressOf } from './address-of.ts';
import { cookieSaver } from './cookie-saver.ts';
import { keptList } from './kept-list.ts';
import { keptSession } from './kept-session.ts';
import { logInOf } from './log-in-of.ts';
import { noRenderer } from './no-renderer.ts';
import { snapshotSeq } from './snapshot-seq.ts';

/** The parts that a run needs. */
export interface RunParts {
  readonly sessions: RunSessions;
  readonly createExtractor: (rules: JobRules, way: 'auto' | Way, hasLogIn: boolean) => Extractor;
  readonly createWays: (rules: JobRules, way: 'auto' | Way, hasLogIn: boolean) => Ways;
  /** Called only for runs that render pages. Absent: there is no browser here. */
  readonly createRenderer?: CreateRenderer;
  readonly clock: Clock;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly timeOfDay: () => number;
  readonly logger: Logger;
  readonly emit: (event: EngineEvent) => void;
}

/** A run with everything that belongs to it: its file, its workers, its session with the sites. */
export class DrivenRun {
  readonly run: Run;
  readonly way: 'auto' | Way;
  /** The run whose kept pages it reads again; null for one that fetches. */
  readonly readsFrom: string | null;
  /** Resolves once the run has ended, and its file and its other parts are closed. */
  readonly closed: Promise<void>;
  readonly #file: RunFile;
  readonly #ways: Ways;

  /**
   * Takes ownership of the file, unless it throws. The caller has to call `run.start`.
   *
   * @throws TrawlError BAD_INPUT if the cookies or the proxies of the job cannot be used, NOT_FOUND if the run
   *   whose pages it reads again is deleted
   */
  constructor(parts: RunParts, file: RunFile, way: 'auto' | Way, secrets: RunSecrets | undefined) {
    const { clock, random, timeOfDay, logger } = parts;
    const { runId, jobId, rules, readsFrom, concurrency, elapsedMs, importing } = file.meta;
    const asked = { ...optionsWith(rules.options, secrets), way, concurrency };
    const options = readsFrom === null ? asked : readingOptions(asked);
    const logIn = options.cookies ? logInOf(secrets, file.cookies) : null;
    // First, since it may not be there any more.
    const pages = readsFrom === null ? null : keptSession(runFileBeside(file.file, readsFrom));
    const ways = parts.createWays(rules, options.way, logIn !== null);
    const session =
      pages ??
      parts.sessions.session({
        options,
        secrets,
        cookieStore: file.cookies,
        workers: ways.workers,
      });
    const extractor = parts.createExtractor(rules, options.way, logIn !== null);
    // By default a window for each core: more of them render no more pages a second.
    const windows = options.renderWindows || availableParallelism();
    const renderer =
      options.render === 'never'
        ? null
        : (parts.createRenderer?.({ options, session, windows }) ?? noRenderer);
    const saveCookies = cookieSaver(session, logger, clock);
    const dropList = (): void => {
      keptList(file.file)
        .drop()
        .catch((error) => logger.error('The copy of a list could not be deleted.', error));
    };
    if (importing.done) dropList();
    this.run = new Run({
      runId,
      jobId,
      readsFrom,
      options,
      elapsedMs,
      ledger: file,
      fetcher: session,
      proxies: session.proxies,
      extractor,
      fields: rules.fields,
      ...(renderer && { rendering: { renderer, windows, rules } }),
      // A reading reads the pages that its run got, and looks for no others.
      nextPages:
        rules.next === undefined || readsFrom !== null
          ? null
          : new NextPages(rules.next, addressOf),
      answerFields: rules.fields.some(({ answer }) => (answer ?? '').trim() !== ''),
      way: () => ways.now,
      isFull: () => ways.isFull,
      logIn,
      robots: options.robots ? createRobotsReader(options) : null,
      clock,
      random,
      timeOfDay,
      logger,
      firstSeq: snapshotSeq(timeOfDay()),
      onImported: dropList,
      onSnapshot: (snapshot) => {
        saveCookies(snapshot.state);
        parts.emit({ kind: 'run', snapshot });
      },
    });
    this.way = options.way;
    this.readsFrom = readsFrom;
    this.#file = file;
    this.#ways = ways;
    this.closed = this.run.ended.then(async () => {
      try {
        ways.close();
        // The windows are the last to ask the session for anything.
        await renderer?.close();
        await Promise.all([extractor.close(), session.close()]);
        file.close();
      } catch (error) {
        logger.error('A run could not be closed cleanly.', error);
      }
    });
  }

  /** False once the run is stopped, finished or halted. */
  get isLive(): boolean {
    const { state } = this.run;
    return state !== 'stopped' && state !== 'finished' && state !== 'halted';
  }

  /** The resources that its worker processes use. */
  get usage(): Usage {
    return this.#ways.usage();
  }

  /**
   * The new values are stored, so that they also hold after a resume. A reading takes none: it asks no site,
   * and has options of its own.
   */
  setOptions(change: LiveChange): void {
    if (this.readsFrom !== null) return;
    this.run.setOptions(this.#file.setOptions(this.way, change));
  }
}

import type { Call, on as listen } from '#renderer/bridge/client.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { RateSeries } from './rate-series.ts';
import { acceptSnapshot, createRunFeed, forgetSequence, type RunFeed } from './run-feed.ts';

const shortMs = 5_000;

/** Follows one run while it is on screen: its newest snapshot and its rates over time. */
export class RunSession {
  readonly runId: string;
  readonly feed: RunFeed = createRunFeed();
  readonly rates = new RateSeries();
  readonly #call: Call;
  readonly #stops: readonly (() => void)[];
  /** False while the history is not loaded yet: rates counted before would be overwritten. */
  #ratesLoaded = false;
  #closed = false;

  constructor(runId: string, call: Call, on: typeof listen) {
    this.runId = runId;
    this.#call = call;
    this.#stops = [
      on('engine', (event) => {
        if (event.kind === 'run' && event.snapshot.runId === runId) this.#take(event.snapshot);
      }),
      on('engine-status', ({ state }) => {
        if (state !== 'ready') return;
        forgetSequence(this.feed);
        void this.refresh();
      }),
    ];
    void this.refresh().then(() => this.#loadRates());
  }

  /** Reads the newest snapshot: the live one, or one made from the run's file. */
  async refresh(): Promise<void> {
    try {
      this.#take(await this.#call('run.snapshot', { runId: this.runId }));
    } catch (error) {
      // A run that is shown keeps its last snapshot; the engine's absence is shown elsewhere.
      if (!this.#closed && this.feed.getState().snapshot === null) {
        this.feed.setState({ problem: toErrorReply(error).message });
      }
    }
  }

  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
  }

  #take(snapshot: RunSnapshot): void {
    if (this.#closed) return;
    const known = this.feed.getState().snapshot;
    // Counted before the feed notifies its listeners, so that the chart draws the new rates.
    if (this.#ratesLoaded && (known === null || snapshot.elapsedMs >= known.elapsedMs)) {
      this.#count(snapshot);
    }
    acceptSnapshot(this.feed, snapshot);
    // The run was over or paused before its rates were followed; by now its file has all of them.
    const ended = known?.state === 'running' && snapshot.state !== 'running';
    if (ended && snapshot.elapsedMs < shortMs) {
      void this.#loadRates();
    }
  }

  #count({ elapsedMs, counts }: RunSnapshot): void {
    this.rates.add(elapsedMs, counts.done, counts.failed);
  }

  async #loadRates(): Promise<void> {
    try {
      const history = await this.#call('run.history', { runId: this.runId });
      this.rates.load(history, this.feed.getState().snapshot?.elapsedMs ?? 0);
    } catch {
      // Without its history the chart begins now, which is better than no chart.
    }
    if (this.#closed) return;
    this.#ratesLoaded = true;
    const { snapshot } = this.feed.getState();
    if (snapshot === null) return;
    this.#count(snapshot);
    this.feed.setState({ snapshot: { ...snapshot } });
  }
}

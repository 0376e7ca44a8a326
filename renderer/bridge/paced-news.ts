import type { EventName, Events } from '#shared/ipc/contract.ts';

/** What main tells several times a second, for as long as a run goes. */
export type NewsName = Extract<EventName, 'engine' | 'jobs-changed'>;

export const isNews = (event: EventName): event is NewsName =>
  event === 'engine' || event === 'jobs-changed';

type Listener<E extends NewsName> = (payload: Events[E]) => void;

/** One thing that was told; the newest of a `subject` is all that is wanted of it. */
interface News {
  readonly subject: string;
  /** News of the same subject with another `step` are wanted both. */
  readonly step: string;
  readonly tell: () => void;
}

/**
 * Gives the page the news when it has time for them, and of each thing the newest alone. Told as they
 * come, ten times a second, they would each interrupt what React is making in slices of time, which
 * then begins anew: on a slow computer a tab that is shown for the first time would never be done.
 *
 * No change of a run's state is left out, and news keep their order.
 */
export class PacedNews {
  readonly #subscribe: <E extends NewsName>(event: E, listener: Listener<E>) => unknown;
  readonly #whenIdle: (callback: () => void) => void;
  readonly #listeners: { readonly [E in NewsName]: Set<Listener<E>> } = {
    engine: new Set(),
    'jobs-changed': new Set(),
  };
  readonly #subscribed = new Set<NewsName>();
  #waiting: News[] = [];

  /**
   * @param subscribe listens to main
   * @param whenIdle calls back once, as soon as there is nothing else to do or after a while
   */
  constructor(
    subscribe: <E extends NewsName>(event: E, listener: Listener<E>) => unknown,
    whenIdle: (callback: () => void) => void,
  ) {
    this.#subscribe = subscribe;
    this.#whenIdle = whenIdle;
  }

  /** Returns the function that stops listening. */
  on<E extends NewsName>(event: E, listener: Listener<E>): () => void {
    const listeners: Set<Listener<E>> = this.#listeners[event];
    listeners.add(listener);
    if (!this.#subscribed.has(event)) {
      this.#subscribed.add(event);
      this.#subscribe(event, (payload) => this.#take(event, payload));
    }
    return () => listeners.delete(listener);
  }

  /** Tells what waits. */
  tellNow(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { tell } of waiting) tell();
  }

  #take<E extends NewsName>(event: E, payload: Events[E]): void {
    const tell = (): void => {
      for (const listener of this.#listeners[event]) listener(payload);
    };
    const about = aboutOf(event, payload);
    if (about === null) tell();
    else this.#queue({ ...about, tell });
  }

  #queue(news: News): void {
    if (this.#waiting.length === 0) this.#whenIdle(() => this.tellNow());
    const known = this.#waiting.findLastIndex(({ subject }) => subject === news.subject);
    if (this.#waiting[known]?.step === news.step) this.#waiting.splice(known, 1);
    this.#waiting.push(news);
  }
}

/** Null for what is told at once: the progress of a count, an export, the Lab, each over with its answer. */
function aboutOf<E extends NewsName>(
  event: E,
  payload: Events[E],
): Pick<News, 'subject' | 'step'> | null {
  if ('jobs' in payload) return { subject: event, step: '' };
  if (payload.kind !== 'run') return null;
  const { runId, state } = payload.snapshot;
  return { subject: runId, step: state };
}

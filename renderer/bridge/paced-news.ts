import type { EventName, Events } from '#shared/ipc/contract.ts';

/** The events that main sends several times a second while a run is active. */
export type NewsName = Extract<EventName, 'engine' | 'jobs-changed'>;

export const isNews = (event: EventName): event is NewsName =>
  event === 'engine' || event === 'jobs-changed';

type Listener<E extends NewsName> = (payload: Events[E]) => void;

/** One event; of each `subject` only the newest is needed. */
interface News {
  readonly subject: string;
  /** News of the same subject that differ in `step` are both delivered. */
  readonly step: string;
  readonly tell: () => void;
}

/**
 * Delivers news when the page is idle, and only the newest of each subject. Delivered as they arrive, ten
 * times a second, each of them would interrupt what React renders in slices of time, and the rendering would
 * begin again: on a slow computer, a tab that is shown for the first time would never be complete.
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

  /** Delivers the waiting news. */
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

/**
 * Null for events that are delivered at once: the progress of a count, an export or the Lab, each of which
 * ends with its answer.
 */
function aboutOf<E extends NewsName>(
  event: E,
  payload: Events[E],
): Pick<News, 'subject' | 'step'> | null {
  if ('jobs' in payload) return { subject: event, step: '' };
  if (payload.kind !== 'run') return null;
  const { runId, state } = payload.snapshot;
  return { subject: runId, step: state };
}

import type { WebContents } from 'electron';
import {
  type PickerEvent,
  type PickerSettings,
  pickerEventsSchema,
  type ViewMarks,
} from '#shared/ipc/page-view.ts';
import type { Log } from '../log.ts';
import { openIsolatedWorld, type Tools } from './isolated-world.ts';

interface Contents extends Pick<WebContents, 'isDestroyed'> {
  /** Chromium's interface for tools, attached. */
  readonly debugger: Tools;
}

/**
 * The picker in one page: main runs it in an isolated world, tells it what to show, and asks for what has
 * happened. What it answers comes from the process of a stranger's page: an answer that does not parse ends the
 * link.
 */
export class PickerLink {
  readonly #contents: Contents;
  readonly #onEvent: (event: PickerEvent) => void;
  readonly #log: Log;
  #world: Promise<(code: string) => Promise<unknown>> | null = null;
  #started = false;
  #ended = false;

  constructor(contents: Contents, onEvent: (event: PickerEvent) => void, log: Log) {
    this.#contents = contents;
    this.#onEvent = onEvent;
    this.#log = log;
  }

  /**
   * To be called once the page is parsed; its pictures may still be on their way. What the picker is told before that is left out.
   *
   * @param script the built picker
   * @param settings those of the moment at which the picker is there
   */
  async start(script: string, settings: () => PickerSettings): Promise<void> {
    await this.#run(script);
    this.#started = true;
    await this.set(settings());
    void this.#listen();
  }

  async set(settings: PickerSettings): Promise<void> {
    await this.#tell(`trawlPicker.set(${literal(settings)})`);
  }

  async reveal(path: ViewMarks['rows'][number]): Promise<void> {
    await this.#tell(`trawlPicker.reveal(${literal(path)})`);
  }

  async begin(): Promise<void> {
    await this.#tell('trawlPicker.begin()');
  }

  end(): void {
    this.#ended = true;
  }

  async #tell(code: string): Promise<void> {
    if (this.#started) await this.#run(code);
  }

  async #listen(): Promise<void> {
    while (!this.#ended && !this.#contents.isDestroyed()) {
      const answer = await this.#run('trawlPicker.next()');
      if (this.#ended) return;
      const parsed = pickerEventsSchema.safeParse(answer);
      if (!parsed.success) {
        this.#log.error('The page view said what it may not say', parsed.error);
        return;
      }
      for (const event of parsed.data) this.#onEvent(event);
    }
  }

  /** Undefined once the page is gone. */
  async #run(code: string): Promise<unknown> {
    if (this.#ended || this.#contents.isDestroyed()) return undefined;
    try {
      this.#world ??= openIsolatedWorld(this.#contents.debugger);
      const run = await this.#world;
      return await run(code);
    } catch (error) {
      if (!this.#ended) this.#log.error('The picker did not answer', error);
      this.#ended = true;
      return undefined;
    }
  }
}

/** JSON is a part of JavaScript: no text in a value can end the value. */
const literal = (value: unknown): string => JSON.stringify(value);

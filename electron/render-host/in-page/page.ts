import { serialise, type Taken } from './serialise.ts';
import { Watch, type WatchState } from './watch.ts';

/**
 * The code that runs inside rendered pages: in an isolated world, whose objects the scripts of a page cannot
 * reach or replace, and in every frame, before any script of the page. It reads the page and changes nothing.
 */
interface InPage {
  /** Set before this code runs: the selectors, and the function that sends a text to the host. */
  readonly trawlWanted: readonly string[];
  readonly trawlWaitFor: string | null;
  readonly trawlTell: (text: string) => void;
  trawl: {
    takeIfStill(told: Told, limit: number): Promise<Taken | { readonly kind: 'changed' }>;
    takeNow(limit: number): Taken;
    /** Gives the frame element the number under which its contents are inlined. */
    number(frame: Element, number: number): void;
    takeFrame(limit: number): Taken;
  };
}

type Told = Pick<WatchState, 'changes' | 'signature'>;

const page = globalThis as unknown as InPage;
const frames = new WeakMap<Element, number>();
const watch = new Watch({
  wanted: page.trawlWanted,
  waitFor: page.trawlWaitFor,
  tell: (state: WatchState) => page.trawlTell(JSON.stringify(state)),
});

page.trawl = {
  takeIfStill: async (told, limit) => {
    await watch.idle();
    return watch.isStill(told)
      ? serialise(document, { limit, frames, isFrame: false })
      : { kind: 'changed' };
  },
  takeNow: (limit) => serialise(document, { limit, frames, isFrame: false }),
  number: (frame, number) => void frames.set(frame, number),
  takeFrame: (limit) => serialise(document, { limit, frames, isFrame: true }),
};

if (window === window.top) watch.start();

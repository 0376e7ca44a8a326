import { z } from 'zod';
import { type ScreenName, screens, type TabName, tabs } from './shell-store.ts';

/** The content of the window: the open job and its tab, or the Lab in front of them. */
interface Place {
  readonly jobId: string | null;
  readonly tab: TabName;
  readonly screen: ScreenName;
}

const placeSchema = z.object({
  jobId: z.string().nullable(),
  tab: z.enum(tabs),
  screen: z.enum(screens),
});
const key = 'trawl.place';

type Memory = Pick<Storage, 'getItem' | 'setItem'>;

/** Null in a new window; a page that is reloaded after a crash restores its last place. */
export function recallPlace(memory: Memory): Place | null {
  try {
    const known = placeSchema.safeParse(JSON.parse(memory.getItem(key) ?? 'null'));
    return known.success ? known.data : null;
  } catch {
    return null;
  }
}

export function rememberPlace(memory: Memory, place: Place): void {
  memory.setItem(key, JSON.stringify(place));
}

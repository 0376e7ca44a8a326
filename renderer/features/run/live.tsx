import { useEffect, useRef, useState } from 'react';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { RunFeed } from './run-feed.ts';

interface LiveTextProps {
  readonly feed: RunFeed;
  readonly text: (snapshot: RunSnapshot) => string;
  readonly className?: string | undefined;
}

/** Text that follows the snapshots without a render. `text` must not close over state. */
export function LiveText({ feed, text, className }: LiveTextProps) {
  const ref = useRef<HTMLSpanElement>(null);
  useLive(feed, (snapshot) => {
    const node = ref.current;
    const next = text(snapshot);
    if (node && node.textContent !== next) node.textContent = next;
  });
  return <span ref={ref} className={className} />;
}

/** Calls `show` with the current snapshot and with every later one. `show` must not set state. */
export function useLive(feed: RunFeed, show: (snapshot: RunSnapshot) => void): void {
  const newest = useRef(show);
  useEffect(() => {
    newest.current = show;
  });
  useEffect(() => {
    const tell = () => {
      const { snapshot } = feed.getState();
      if (snapshot) newest.current(snapshot);
    };
    tell();
    return feed.subscribe(tell);
  }, [feed]);
}

/**
 * A part of the snapshot as React state, read at most every `everyMs`; a render follows only when `same`
 * finds a change.
 */
export function useSampled<T>(
  feed: RunFeed,
  everyMs: number,
  pick: (snapshot: RunSnapshot | null) => T,
  same: (a: T, b: T) => boolean = Object.is,
): T {
  const rule = useRef({ pick, same });
  useEffect(() => {
    rule.current = { pick, same };
  });
  const [value, setValue] = useState(() => pick(feed.getState().snapshot));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const look = () => {
      timer = null;
      const next = rule.current.pick(feed.getState().snapshot);
      setValue((known) => (rule.current.same(known, next) ? known : next));
    };
    look();
    const stop = feed.subscribe(() => {
      timer ??= setTimeout(look, everyMs);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [feed, everyMs]);
  return value;
}

/** A comparison by content for `useSampled`. Meant for the small plain data of a snapshot. */
export const sameJson = (a: unknown, b: unknown): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

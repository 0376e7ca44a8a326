import { type ReactNode, useRef } from 'react';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { failedPages, toneOf } from '#shared/engine-protocol/run-tone.ts';
import { formatCount } from '#shared/format.ts';
import { LiveText, useLive } from './live.tsx';
import classes from './progress-strip.module.css';
import { nonZero, ofText, paceText, percentText, settled, skippedText } from './progress-words.ts';
import type { RunFeed } from './run-feed.ts';
import { stateWord, troubleWords } from './run-words.ts';

interface ProgressStripProps {
  readonly feed: RunFeed;
  /** Placed at the end of the last line. */
  readonly children: ReactNode;
}

/** The progress of the run: the bar, its parts in figures, the speed and the remaining time. */
export function ProgressStrip({ feed, children }: ProgressStripProps) {
  return (
    <div className={classes['strip']}>
      <div className={classes['head']}>
        <LiveText feed={feed} className={classes['percent']} text={percentText} />
        <StateWords feed={feed} />
        <LiveText feed={feed} className={classes['of']} text={ofText} />
        <span className={classes['spacer']} />
        <LiveText feed={feed} className={classes['pace']} text={paceText} />
      </div>
      <ProgressBar feed={feed} />
      <div className={classes['foot']}>
        <Parts feed={feed} />
        {children}
      </div>
    </div>
  );
}

/** The state, and in the colour of it what is wrong with the run. */
function StateWords({ feed }: { readonly feed: RunFeed }) {
  const words = useRef<HTMLSpanElement>(null);
  const trouble = useRef<HTMLSpanElement>(null);
  useLive(feed, (snapshot) => {
    const tone = toneOf(snapshot);
    if (words.current) words.current.dataset['tone'] = tone;
    if (trouble.current) {
      trouble.current.textContent = troubleWords(snapshot.state, tone, failedPages(snapshot));
    }
  });
  return (
    <span ref={words} className={classes['state']}>
      <LiveText feed={feed} text={(s) => stateWord(s.state)} /> <span ref={trouble} />
    </span>
  );
}

const kinds = ['done', 'failed', 'skipped'] as const;

function ProgressBar({ feed }: { readonly feed: RunFeed }) {
  const bar = useRef<HTMLDivElement>(null);
  const segments = useRef<(HTMLDivElement | null)[]>([]);
  useLive(feed, ({ counts }) => {
    const total = Math.max(1, counts.total);
    for (const [index, kind] of kinds.entries()) {
      const segment = segments.current[index];
      if (segment) segment.style.width = `${(counts[kind] / total) * 100}%`;
    }
    bar.current?.setAttribute('aria-valuenow', String(Math.floor((settled(counts) / total) * 100)));
    bar.current?.setAttribute('aria-valuetext', `${percentText({ counts })} done`);
  });
  return (
    <div
      ref={bar}
      className={classes['bar']}
      role="progressbar"
      aria-label="Pages fetched"
      aria-valuemin={0}
      aria-valuemax={100}
    >
      {kinds.map((kind, index) => (
        <div
          key={kind}
          ref={(element) => {
            segments.current[index] = element;
          }}
          className={classes['segment']}
          data-kind={kind}
        />
      ))}
    </div>
  );
}

function Parts({ feed }: { readonly feed: RunFeed }) {
  return (
    <div className={classes['parts']}>
      <Part feed={feed} kind="done" text={(s) => `${formatCount(s.counts.done)} done`} />
      <Part feed={feed} kind="failed" text={(s) => `${formatCount(failedPages(s))} failed`} />
      <Part feed={feed} kind="no-url" text={({ notUrls }) => nonZero(notUrls, 'no URL')} />
      <Part feed={feed} kind="skipped" text={skippedText} />
      <Part
        feed={feed}
        kind="left"
        text={({ counts }) => nonZero(counts.queued + counts.active, 'left')}
      />
    </div>
  );
}

interface PartProps {
  readonly feed: RunFeed;
  readonly kind: string;
  readonly text: (snapshot: RunSnapshot) => string;
}

function Part({ feed, kind, text }: PartProps) {
  return (
    <span className={classes['part']} data-kind={kind}>
      <LiveText feed={feed} text={text} />
    </span>
  );
}

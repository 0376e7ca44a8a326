import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import { call } from '#renderer/bridge/client.ts';
import type { DataAnswerInfo, PreviewPage } from '#shared/engine-protocol/preview.ts';
import classes from './data-look.module.css';
import { JsonPane } from './json-pane.tsx';
import { JsonTree } from './json-tree.ts';
import { stateAtFirst } from './pointing-state.ts';

interface DataLookProps {
  readonly jobId: string;
  readonly page: PreviewPage;
  readonly answer: DataAnswerInfo;
  readonly onBack: () => void;
}

/** Data that a page has fetched, as a tree for looking at. */
export function DataLook({ jobId, page, answer, onBack }: DataLookProps) {
  const { number } = answer;
  const tree = useMemo(
    () => new JsonTree({ send: call, key: jobId, url: page.url, answer: number }),
    [jobId, page, number],
  );
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => void tree.begin(), [tree]);
  // The button that led here is gone, and the keyboard with it.
  useEffect(() => back.current?.focus(), []);
  return (
    <div className={classes['look']}>
      <div className={classes['head']}>
        <span className={classes['address']} title={answer.shown}>
          {answer.method} {answer.shown}
        </span>
        <Button ref={back} size="compact-xs" variant="default" onClick={onBack}>
          Back to the page
        </Button>
      </div>
      <div className={classes['tree']}>
        <JsonPane tree={tree} marks={stateAtFirst.marks} onPick={null} onHover={() => undefined} />
      </div>
    </div>
  );
}

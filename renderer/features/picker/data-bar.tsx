import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { DataAnswerInfo } from '#shared/engine-protocol/preview.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { formatBytes, formatQuantity } from '#shared/format.ts';
import classes from './data-bar.module.css';

interface DataBarProps {
  /** The likeliest first; at least one. */
  readonly answers: readonly DataAnswerInfo[];
  /** The answer that was looked at until now: its button takes the keyboard again. */
  readonly backFrom: DataAnswerInfo | null;
  readonly onLook: (answer: DataAnswerInfo) => void;
  readonly onUse: (answer: DataAnswerInfo) => Promise<string | null>;
}

/** The data that a rendered page has fetched: each can be looked at, and can become the job. */
export function DataBar({ answers, backFrom, onLook, onUse }: DataBarProps) {
  const [all, setAll] = useState(backFrom !== null && backFrom !== answers[0]);
  const [busy, setBusy] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  const [first] = answers;
  if (first === undefined) return null;
  const shown = all ? answers : [first];

  async function use(answer: DataAnswerInfo) {
    setBusy(answer.number);
    setProblem(null);
    try {
      setProblem(await onUse(answer));
    } catch (error) {
      setProblem(toErrorReply(error).message);
    } finally {
      setBusy(null);
    }
  }

  return (
    <section className={classes['bar']} aria-label="Data of the page">
      {/* Two lines at most say what it is; the rest is for those who want to see it. */}
      <p className={classes['head']}>
        This page gets its data from {answers.length === 1 ? 'one address' : 'these addresses'}:
        {answers.length > 1 && (
          <Button size="compact-xs" variant="subtle" onClick={() => setAll(!all)}>
            {all ? 'Show one' : `Show all ${answers.length}`}
          </Button>
        )}
      </p>
      <ul className={classes['answers']}>
        {shown.map((answer) => (
          <li key={answer.number} className={classes['answer']}>
            <span className={classes['method']}>{answer.method}</span>
            <code className={classes['address']} title={answer.shown}>
              {pathOf(answer.shown)}
            </code>
            <span className={classes['facts']}>{factsOf(answer)}</span>
            <span className={classes['buttons']}>
              <Button
                ref={answer === backFrom ? back : undefined}
                size="compact-xs"
                variant="default"
                aria-label={`Look at it: ${nameOf(answer)}`}
                onClick={() => onLook(answer)}
              >
                Look at it
              </Button>
              {answer.address !== null && (
                <Button
                  size="compact-xs"
                  loading={busy === answer.number}
                  disabled={busy !== null}
                  aria-label={`Use this address instead: ${nameOf(answer)}`}
                  title="The job asks this address, and pages are no longer rendered"
                  onClick={() => void use(answer)}
                >
                  Use this address instead
                </Button>
              )}
            </span>
            {answer.why !== null && <span className={classes['why']}>{answer.why}</span>}
          </li>
        ))}
      </ul>
      {problem !== null && (
        <p className={classes['problem']} role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

function factsOf({ bytes, items, status }: DataAnswerInfo): string {
  return [
    ...(status === 200 ? [] : [String(status)]),
    formatBytes(bytes),
    ...(items === null ? [] : [formatQuantity(items, 'item')]),
  ].join(' · ');
}

/** Tells the buttons of the answers apart where only their names are heard. */
const nameOf = ({ method, shown }: DataAnswerInfo): string => `${method} ${pathOf(shown)}`;

/** The host stands in the title: most answers are from the host of the page. */
function pathOf(address: string): string {
  const { origin } = new URL(address);
  return address.slice(origin.length) || '/';
}

/** The answers that most likely hold what a person wants come first. */
export function likeliestFirst(answers: readonly DataAnswerInfo[]): readonly DataAnswerInfo[] {
  const worth = ({ items, address }: DataAnswerInfo) => (items ?? 0) + (address === null ? 0 : 0.5);
  return answers.toSorted((a, b) => worth(b) - worth(a));
}

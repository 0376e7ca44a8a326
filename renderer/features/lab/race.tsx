import type { LabRender, LabReport } from '#shared/engine-protocol/lab.ts';
import { formatCount, formatRate } from '#shared/format.ts';
import type { Way } from '#shared/job/way.ts';
import { approachName } from '#shared/lab/approach.ts';
import { labShare, pagesPerSecond } from '#shared/lab/lab-rows.ts';
import classes from './lab.module.css';
import { progressWords } from './lab-words.ts';

/** The progress of the measurement, with a lane for all that is compared: each round fills the lanes again. */
export function Race({ report }: { readonly report: LabReport }) {
  const { setup } = report;
  return (
    <section className={classes['race']} aria-label="Under way">
      <Whole report={report} />
      <ul className={classes['lanes']}>
        {setup.ways.flatMap((way) =>
          setup.renders.map((render) => (
            <Lane key={`${way} ${render}`} {...laneOf(report, way, render)} />
          )),
        )}
      </ul>
    </section>
  );
}

function Whole({ report }: { readonly report: LabReport }) {
  const percent = Math.floor(labShare(report) * 100);
  return (
    <div className={classes['whole']}>
      <span className={classes['wholeText']} role="status">
        {progressWords(report)}
      </span>
      <span className={classes['wholeFigure']}>{percent}%</span>
      <div
        className={classes['bar']}
        role="progressbar"
        aria-label="Measured"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div className={classes['fill']} style={{ transform: `scaleX(${percent / 100})` }} />
      </div>
    </div>
  );
}

interface LaneProps {
  readonly name: string;
  /** `starts`: threads or processes are starting; no page counts yet. */
  readonly state: 'waits' | 'starts' | 'runs' | 'there';
  readonly share: number;
  readonly settled: number;
  readonly perSecond: number | null;
}

/** The progress of a way, with or without a browser, in the current round. */
export function laneOf(
  { now, samples, setup }: LabReport,
  way: Way,
  render: LabRender | null,
): LaneProps {
  const name = approachName({ way, render });
  const round = now?.round ?? setup.repeats;
  const there = samples.find(
    (sample) =>
      setup.kind !== 'tune' &&
      sample.way === way &&
      sample.render === render &&
      sample.round === round,
  );
  if (there !== undefined) {
    const settled = there.done + there.failed;
    return { name, state: 'there', share: 1, settled, perSecond: pagesPerSecond(there) };
  }
  if (now === null || now.way !== way || now.render !== render) {
    return { name, state: 'waits', share: 0, settled: 0, perSecond: null };
  }
  const { settled, total, elapsedMs } = now;
  return {
    name,
    state: settled === 0 ? 'starts' : 'runs',
    share: total > 0 ? settled / total : 0,
    settled,
    perSecond: elapsedMs > 0 && settled > 0 ? (settled / elapsedMs) * 1000 : null,
  };
}

function Lane({ name, state, share, settled, perSecond }: LaneProps) {
  return (
    <li className={classes['lane']} data-state={state}>
      <span className={classes['laneName']}>{name}</span>
      <div
        className={classes['track']}
        role="progressbar"
        aria-label={`${name}, this round`}
        aria-valuenow={Math.floor(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div className={classes['fill']} style={{ transform: `scaleX(${share})` }} />
      </div>
      <span className={classes['laneFigure']}>
        {perSecond === null ? '' : `${formatRate(perSecond)} pages/s`}
      </span>
      <span className={classes['lanePages']}>
        {state === 'waits' || state === 'starts' ? state : formatCount(settled)}
      </span>
    </li>
  );
}

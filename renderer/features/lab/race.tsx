import type { LabReport } from '#shared/engine-protocol/lab.ts';
import { formatCount, formatRate } from '#shared/format.ts';
import { type Way, wayNames } from '#shared/job/way.ts';
import { labShare, pagesPerSecond } from '#shared/lab/lab-rows.ts';
import classes from './lab.module.css';
import { progressWords } from './lab-words.ts';

/** The progress of the measurement, with a lane for every way: each round fills the lanes again. */
export function Race({ report }: { readonly report: LabReport }) {
  const { setup } = report;
  return (
    <section className={classes['race']} aria-label="Under way">
      <Whole report={report} />
      <ul className={classes['lanes']}>
        {setup.ways.map((way) => (
          <Lane key={way} {...laneOf(report, way)} />
        ))}
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
  readonly way: Way;
  /** `starts`: threads or processes are starting; no page counts yet. */
  readonly state: 'waits' | 'starts' | 'runs' | 'there';
  readonly share: number;
  readonly settled: number;
  readonly perSecond: number | null;
}

/** The progress of a way in the current round. */
export function laneOf({ now, samples, setup }: LabReport, way: Way): LaneProps {
  const round = now?.round ?? setup.repeats;
  const there = samples.find(
    (sample) => setup.kind === 'compare' && sample.way === way && sample.round === round,
  );
  if (there !== undefined) {
    const settled = there.done + there.failed;
    return { way, state: 'there', share: 1, settled, perSecond: pagesPerSecond(there) };
  }
  if (now === null || now.way !== way) {
    return { way, state: 'waits', share: 0, settled: 0, perSecond: null };
  }
  const { settled, total, elapsedMs } = now;
  return {
    way,
    state: settled === 0 ? 'starts' : 'runs',
    share: total > 0 ? settled / total : 0,
    settled,
    perSecond: elapsedMs > 0 && settled > 0 ? (settled / elapsedMs) * 1000 : null,
  };
}

function Lane({ way, state, share, settled, perSecond }: LaneProps) {
  return (
    <li className={classes['lane']} data-state={state}>
      <span className={classes['laneName']}>{wayNames[way]}</span>
      <div
        className={classes['track']}
        role="progressbar"
        aria-label={`${wayNames[way]}, this round`}
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

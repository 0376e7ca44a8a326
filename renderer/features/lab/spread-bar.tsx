import type { Spread } from '#shared/lab/lab-rows.ts';
import classes from './lab.module.css';

interface SpreadBarProps {
  readonly spread: Spread;
  /** The highest figure of all bars. */
  readonly most: number;
}

/** The median as a bar, with a whisker from the minimum to the maximum. The figures are shown beside it. */
export function SpreadBar({ spread: { least, median, most: top }, most }: SpreadBarProps) {
  const percent = (value: number): string => `${most > 0 ? (value / most) * 100 : 0}%`;
  return (
    <svg className={classes['spread']} width="100%" height="18" aria-hidden="true">
      <rect
        className={classes['spreadBar']}
        x="0"
        y="3"
        height="12"
        rx="2"
        width={percent(median)}
      />
      {top > least && (
        <g className={classes['whisker']}>
          <line x1={percent(least)} x2={percent(top)} y1="9" y2="9" />
          <line x1={percent(least)} x2={percent(least)} y1="5" y2="13" />
          <line x1={percent(top)} x2={percent(top)} y1="5" y2="13" />
        </g>
      )}
    </svg>
  );
}

import type { ReactNode } from 'react';
import classes from './stat.module.css';

interface StatProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly tone?: 'plain' | 'good' | 'warn' | 'bad';
  readonly title?: string;
}

/** A figure with its name under it. Digits keep their width, so that it does not jitter. */
export function Stat({ label, value, tone = 'plain', title }: StatProps) {
  return (
    <div className={classes['root']} title={title}>
      <span className={classes['value']} data-tone={tone}>
        {value}
      </span>
      <span className={classes['label']}>{label}</span>
    </div>
  );
}

import { TextInput } from '@mantine/core';
import classes from './fields.module.css';

interface EachEditorProps {
  readonly each: string;
  readonly problem: string | null;
  readonly onChange: (each: string) => void;
}

/** The setting for the rows: one row for each page, or for every match of a selector on it. */
export function EachEditor({ each, problem, onChange }: EachEditorProps) {
  const inRows = each.trim() !== '';
  return (
    <div className={classes['each']}>
      <label className={classes['eachLabel']} htmlFor="fields-each">
        One row per
      </label>
      <TextInput
        id="fields-each"
        className={classes['eachInput']}
        classNames={{ input: classes['mono'] ?? '' }}
        placeholder="page"
        spellCheck={false}
        maxLength={10_000}
        value={each}
        error={problem}
        aria-describedby="fields-each-hint"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <p id="fields-each-hint" className={classes['eachHint']}>
        {inRows
          ? 'Every match gives a row; the fields are looked up inside the match.'
          : 'Blank: one row per page. A selector, such as article.card: one row per match.'}
      </p>
    </div>
  );
}

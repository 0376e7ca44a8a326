import { TextInput } from '@mantine/core';
import { type Each, eachText, isNoEach } from '#shared/job/v2/source.ts';
import classes from './fields.module.css';
import { PlaceCell } from './place-cell.tsx';
import { type EachKind, eachKindOf, eachLabels, eachOf, toEachKind } from './source.ts';

interface EachEditorProps {
  readonly each: Each;
  readonly problem: string | null;
  readonly onChange: (each: Each) => void;
}

const kinds = Object.keys(eachLabels) as readonly EachKind[];

const blankHints: Readonly<Record<EachKind, string>> = {
  css: 'Blank: one row per page. A selector, such as article.card: one row per match.',
  xpath: 'Blank: one row per page. An XPath, such as //article: one row per element.',
  json: 'Blank: one row per page. A JSONPath, such as $.items[*]: one row per match.',
  table:
    'Blank: one row per page. The selector of a table, such as table: one row for each of its rows.',
};

const hints: Readonly<Record<EachKind, string>> = {
  css: 'Every match gives a row; the fields are looked up inside the match.',
  xpath:
    'Every element gives a row; the fields are looked up inside it, with an XPath such as .//h2.',
  json: 'Every match gives a row; in the JSONPath of a field, $ is the match.',
  table:
    'Every row of the table below its head gives a row; "Column" takes a cell by the words of the head.',
};

/** The setting for the rows: one row for each page, or for every match on it. */
export function EachEditor({ each, problem, onChange }: EachEditorProps) {
  const kind = eachKindOf(each);
  const place = typeof each === 'object' && 'json' in each ? each.in : undefined;
  return (
    <div className={classes['each']}>
      <label className={classes['eachLabel']} htmlFor="fields-each">
        One row per
      </label>
      <div className={classes['eachLine']}>
        <select
          className={classes['eachKind']}
          aria-label="What gives a row"
          value={kind}
          onChange={(event) => {
            const chosen = kinds.find((one) => one === event.currentTarget.value);
            if (chosen) onChange(toEachKind(each, chosen));
          }}
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {eachLabels[one]}
            </option>
          ))}
        </select>
        <TextInput
          id="fields-each"
          className={classes['eachInput']}
          classNames={{ input: classes['mono'] ?? '' }}
          placeholder="page"
          spellCheck={false}
          maxLength={10_000}
          value={eachText(each)}
          error={problem}
          aria-describedby="fields-each-hint"
          onChange={(event) => onChange(eachOf(kind, event.currentTarget.value, place))}
        />
        {kind === 'json' && (
          <PlaceCell
            label="the rows"
            place={place}
            inJsonRows={false}
            invalid={false}
            onChange={(chosen) => onChange(eachOf(kind, eachText(each), chosen))}
          />
        )}
      </div>
      <p id="fields-each-hint" className={classes['eachHint']}>
        {isNoEach(each) ? blankHints[kind] : hints[kind]}
      </p>
    </div>
  );
}

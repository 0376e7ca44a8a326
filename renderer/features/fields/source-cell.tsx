import type { Field } from '#shared/job/job.ts';
import { type SourceKind, sourceKinds } from '#shared/job/v2/source.ts';
import type { FieldChange } from './field-list.ts';
import classes from './fields.module.css';
import { PlaceCell } from './place-cell.tsx';
import { answerKindOf, answerLabels, sourceLabels, sourceOf, toSource } from './source.ts';

interface SourceCellProps {
  readonly label: string;
  readonly field: Field;
  readonly inRows: boolean;
  /** Rows are matches of a JSONPath. */
  readonly inJsonRows: boolean;
  /** The part of the field that is wrong; null for none. */
  readonly wrong: keyof Field | null;
  readonly problemId: string;
  readonly onChange: (change: FieldChange) => void;
}

/** Where the value of a field comes from: the kind of source, and its expression. */
export function SourceCell(props: SourceCellProps) {
  const { label, field, inJsonRows, wrong, onChange } = props;
  const kind = sourceOf(field);
  return (
    <div className={classes['source']}>
      {kind === 'answer' ? <AnswerInput {...props} /> : <ExpressionInput {...props} kind={kind} />}
      {/* Behind the expression, so that Tab leads from a new field's name to it. */}
      <select
        className={classes['cell']}
        data-cell="source"
        aria-label={`Source of ${label}`}
        title="Where the value comes from"
        value={kind}
        onChange={(event) => {
          const chosen = sourceKinds.find((one) => one === event.currentTarget.value);
          if (chosen) onChange(toSource(field, chosen));
        }}
      >
        {sourceKinds.map((one) => (
          <option key={one} value={one}>
            {sourceLabels[one]}
          </option>
        ))}
      </select>
      {kind === 'json' && (
        <PlaceCell
          label={label}
          place={field.in}
          inJsonRows={inJsonRows}
          invalid={wrong === 'in'}
          onChange={(place) => onChange({ in: place })}
        />
      )}
    </div>
  );
}

type ExpressionKind = Exclude<SourceKind, 'answer'>;

const expressionNames: Readonly<Record<ExpressionKind, string>> = {
  css: 'Selector',
  xpath: 'XPath',
  json: 'JSONPath',
  table: 'Words of the column',
};

function placeholderOf(kind: ExpressionKind, inRows: boolean, inJsonRows: boolean): string {
  switch (kind) {
    case 'css':
      return inRows ? 'the row itself' : 'the whole page';
    case 'xpath':
      return inRows ? './/h2' : '//h1';
    case 'json':
      return inJsonRows ? '$.name' : '$.items[0].name';
    case 'table':
      return 'Price';
  }
}

function ExpressionInput(props: SourceCellProps & { readonly kind: ExpressionKind }) {
  const { kind, label, field, inRows, inJsonRows, wrong, problemId, onChange } = props;
  const isWrong = wrong === kind || (kind === 'css' && wrong === 'alternates');
  return (
    <input
      className={`${classes['cell']} ${kind === 'table' ? '' : classes['mono']}`}
      data-cell="css"
      aria-label={`${expressionNames[kind]} of ${label}`}
      aria-invalid={isWrong}
      aria-describedby={isWrong ? problemId : undefined}
      placeholder={placeholderOf(kind, inRows, inJsonRows)}
      spellCheck={false}
      maxLength={kind === 'table' ? 1000 : 10_000}
      title={field[kind]}
      value={field[kind] ?? ''}
      onChange={(event) => {
        const text = event.currentTarget.value;
        onChange({ [kind]: text === '' && kind === 'css' ? undefined : text });
      }}
    />
  );
}

function AnswerInput({ label, field, wrong, onChange }: SourceCellProps) {
  const answer = field.answer ?? 'status';
  const kind = answerKindOf(answer);
  const name = answer.slice('header:'.length);
  return (
    <div className={classes['take']}>
      <select
        className={classes['cell']}
        data-cell="answer"
        aria-label={`Part of the answer for ${label}`}
        value={kind}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onChange({ answer: chosen === 'header' ? 'header:Last-Modified' : chosen });
        }}
      >
        {Object.entries(answerLabels).map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
      {kind === 'header' && (
        <input
          className={`${classes['cell']} ${classes['mono']}`}
          data-cell="header"
          aria-label={`Header of ${label}`}
          aria-invalid={wrong === 'answer' || name === ''}
          spellCheck={false}
          maxLength={200}
          value={name}
          onChange={(event) =>
            onChange({
              answer: `header:${event.currentTarget.value.replace(/[^\w!#$%&'*+.^`|~-]/g, '')}`,
            })
          }
        />
      )}
    </div>
  );
}

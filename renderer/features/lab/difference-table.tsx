import type { FieldDifference, RenderDifferences } from '#shared/engine-protocol/lab.ts';
import { formatCount } from '#shared/format.ts';
import { adviceSentence, comparedSentence } from '#shared/lab/difference-words.ts';
import classes from './lab.module.css';

/** The fields and their values in the same rows, fetched and rendered. */
export function DifferenceTable({ differences }: { readonly differences: RenderDifferences }) {
  const { fields } = differences;
  return (
    <section className={classes['differences']} aria-label="Values, fetched and rendered">
      <p className={classes['say']}>{adviceSentence(differences)}</p>
      <p className={classes['hint']}>{comparedSentence(differences)}</p>
      {fields.length > 0 && (
        <table className={classes['table']} data-selectable>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Same</th>
              <th scope="col">Differs</th>
              <th scope="col">Only fetched</th>
              <th scope="col">Only rendered</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.name}>
                <th scope="row" dir="auto">
                  {field.name}
                </th>
                <td>{formatCount(field.same)}</td>
                <td>{formatCount(field.differs)}</td>
                <td>{formatCount(field.onlyFetched)}</td>
                <td>{formatCount(field.onlyRendered)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Examples fields={fields} />
    </section>
  );
}

function Examples({ fields }: { readonly fields: readonly FieldDifference[] }) {
  const shown = fields.filter(({ examples }) => examples.length > 0);
  if (shown.length === 0) return null;
  return (
    <table className={`${classes['table']} ${classes['examples']}`} data-selectable>
      <thead>
        <tr>
          <th scope="col">Examples</th>
          <th scope="col">Fetched</th>
          <th scope="col">Rendered</th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ name, examples }) =>
          examples.map(({ url, fetched, rendered }) => (
            <tr key={`${name} ${url} ${fetched} ${rendered}`}>
              <th scope="row" dir="auto">
                {name}
                <div className={classes['exampleUrl']} title={url}>
                  {url}
                </div>
              </th>
              <Value text={fetched} />
              <Value text={rendered} />
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}

function Value({ text }: { readonly text: string }) {
  return text === '' ? (
    <td className={classes['emptyValue']}>empty</td>
  ) : (
    <td dir="auto">{text}</td>
  );
}

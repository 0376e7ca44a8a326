import { Autocomplete, Button, Loader } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import type { PreviewPage, PreviewResult } from '#shared/engine-protocol/preview.ts';
import { formatBytes, formatDuration, formatQuantity } from '#shared/format.ts';
import type { FieldList } from './field-list.ts';
import classes from './fields.module.css';
import { barUrl, failedSentence, keptWords } from './preview-bar.ts';
import type { Preview } from './preview-store.ts';
import { type PointedValues, PreviewValues } from './preview-values.tsx';
import { renderingWords } from './rendering-words.ts';

interface PreviewPaneProps {
  readonly preview: Preview;
  readonly fields: FieldList;
  readonly sample: readonly string[];
  /** Null while the page itself is not shown. */
  readonly pointed: PointedValues | null;
}

/** One page of the list, and the values of every field on it. */
export function PreviewPane({ preview, fields, sample, pointed }: PreviewPaneProps) {
  const page = useStore(preview.store, (state) => state.page);
  const fetching = useStore(preview.store, (state) => state.fetching);
  const failed = useStore(preview.store, (state) => state.failed);
  const problem = useStore(preview.store, (state) => state.problem);
  const result = useStore(preview.store, (state) => state.result);
  const [typed, setTyped] = useState<string | null>(null);
  const url = barUrl({ typed, failed, page, sample });
  const same = page !== null && page.url === url;

  function fetchPage(wanted: string, refresh: boolean) {
    if (wanted.trim() === '') return;
    // What is typed while the page is on its way stays.
    const isSame = (now: string | null) => now === null || now.trim() === wanted.trim();
    void preview
      .fetch(wanted.trim(), refresh)
      .then(() => setTyped((now) => (isSame(now) ? null : now)));
  }

  return (
    <section className={classes['preview']} aria-label="Preview">
      <div className={classes['previewBar']}>
        <Autocomplete
          className={classes['previewUrl']}
          size="xs"
          aria-label="Page of the preview"
          placeholder="https://example.com/page"
          data={[...new Set(sample)]}
          limit={50}
          filter={({ options, search, limit }) =>
            search === url && typed === null
              ? options.slice(0, limit)
              : options
                  .filter((option) => 'label' in option && option.label.includes(search))
                  .slice(0, limit)
          }
          maxDropdownHeight={260}
          comboboxProps={{ width: 'max-content', position: 'bottom-end' }}
          value={url}
          onChange={setTyped}
          onOptionSubmit={(option) => fetchPage(option, false)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) fetchPage(url, false);
          }}
        />
        <Button
          variant="default"
          loading={fetching}
          disabled={url.trim() === ''}
          leftSection={same ? <IconRefresh size={14} /> : undefined}
          onClick={() => fetchPage(url, same)}
        >
          {same ? 'Fetch again' : 'Fetch'}
        </Button>
      </div>
      {failed && (
        <div className={classes['previewProblem']} role="alert">
          {failedSentence(failed, page)}
        </div>
      )}
      {page?.isKept && (
        <p className={classes['kept']}>
          {keptWords(page)}{' '}
          <Button
            variant="default"
            size="compact-xs"
            disabled={fetching}
            title="Asks the site for the page as it is now"
            onClick={() => fetchPage(page.url, true)}
          >
            Fetch it again
          </Button>
        </p>
      )}
      {page && <PageFacts page={page} />}
      {page && <RenderingNote page={page} result={result} />}
      {result?.notes.map((note) => (
        <p key={note} className={classes['pageNote']} role="note">
          {note}
        </p>
      ))}
      {problem !== null && (
        <div className={classes['previewProblem']} role="alert">
          {problem}
        </div>
      )}
      <div className={classes['previewBody']}>
        {page === null ? (
          fetching ? (
            <div className={classes['previewWait']}>
              <Loader size={20} aria-label="Fetching the page" />
            </div>
          ) : (
            <EmptyState
              {...(sample[0] !== undefined && {
                action: { label: 'Fetch the page', onClick: () => fetchPage(url, false) },
              })}
            >
              {sample.length === 0
                ? 'Put URLs in the list first; then one of them shows here what your fields yield.'
                : 'Fetch one of your pages to see what every field yields, as you type.'}
            </EmptyState>
          )
        ) : (
          result &&
          (fields.length === 0 ? (
            <EmptyState>
              {pointed === null
                ? 'The page is loaded. The values of your fields show here.'
                : 'Click something in the page: it becomes a field, and its value shows here.'}
            </EmptyState>
          ) : (
            <PreviewValues result={result} fields={fields} pointed={pointed} />
          ))
        )}
      </div>
      {result && page && fields.length > 0 && (
        <footer className={classes['previewFoot']} aria-live="polite">
          {result.eachMatches === null
            ? 'One row from this page'
            : `${formatQuantity(result.rows, 'row')} from this page`}
        </footer>
      )}
    </section>
  );
}

function PageFacts({ page }: { readonly page: PreviewPage }) {
  const facts = [
    String(page.status),
    formatBytes(page.bytes),
    formatDuration(page.ms),
    page.contentType?.split(';')[0] ?? 'no content type',
    page.encoding,
  ];
  return (
    <div className={classes['facts']} data-selectable>
      {facts.join(' · ')}
      {page.redirects.length > 0 && (
        <div className={classes['redirect']} title={page.finalUrl}>
          Redirected to {page.finalUrl}
        </div>
      )}
    </div>
  );
}

interface RenderingNoteProps {
  readonly page: PreviewPage;
  readonly result: PreviewResult | null;
}

/** What JavaScript does to the fields on this page. */
function RenderingNote({ page, result }: RenderingNoteProps) {
  const words = renderingWords(
    page,
    result && { ...result, names: result.fields.map(({ name }) => name) },
  );
  return (
    words && (
      <p className={classes['rendering']} data-tone={words.tone} aria-live="polite">
        {words.text}
      </p>
    )
  );
}

import { EditorView } from '@codemirror/view';
import { Button, Switch, Tooltip } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { takePaste } from '#renderer/bridge/client.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import type { ListFormat } from '#shared/ipc/job-library.ts';
import { CountsBar } from './counts-bar.tsx';
import { InvalidPanel } from './invalid-panel.tsx';
import type { ListDocument } from './list-document.ts';
import { ListEditor } from './list-editor.tsx';
import { describeFormat } from './list-format.ts';
import classes from './urls.module.css';
import { usePasteAnywhere } from './use-paste-anywhere.ts';
import { WorkBar } from './work-bar.tsx';

interface UrlsTabProps {
  readonly document: ListDocument;
  readonly format: ListFormat;
  readonly keepDuplicates: boolean;
  readonly onKeepDuplicates: (keep: boolean) => void;
  readonly onOpenFile: () => void;
  readonly onChangeFormat: () => void;
  /** Reads the list again after it could not be read. */
  readonly onRetry: () => void;
}

export function UrlsTab(props: UrlsTabProps) {
  const { document, format } = props;
  const view = useRef<EditorView | null>(null);
  const [invalidShown, setInvalidShown] = useState(false);
  const phase = useStore(document.store, (state) => state.phase);
  const problem = useStore(document.store, (state) => state.problem);
  usePasteAnywhere(() => {
    view.current?.focus();
    document
      .append(takePaste)
      .catch((error: unknown) => toastError('The text could not be pasted.', error));
  });

  if (phase === 'failed') {
    return (
      <EmptyState action={{ label: 'Read it again', onClick: props.onRetry }}>
        The list could not be read. {problem}
      </EmptyState>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the invalid lines wherever the focus is in here
    <div
      className={classes['tab']}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) setInvalidShown(false);
      }}
    >
      <div className={classes['bar']}>
        <span className={classes['format']} title={describeFormat(format)}>
          {describeFormat(format)}
        </span>
        <Button size="compact-xs" variant="subtle" onClick={props.onChangeFormat}>
          Change
        </Button>
        <span className={classes['space']} />
        <Tooltip label="Give repeated URLs rows of their own. They are fetched once all the same.">
          <Switch
            label="Keep duplicates"
            checked={props.keepDuplicates}
            onChange={(event) => props.onKeepDuplicates(event.currentTarget.checked)}
          />
        </Tooltip>
        <Button
          variant="default"
          leftSection={<IconFileText size={14} />}
          onClick={props.onOpenFile}
        >
          Open file…
        </Button>
      </div>
      <WorkBar document={document} />
      <ListEditor document={document} view={view} />
      {invalidShown && (
        <InvalidPanel
          document={document}
          onGoTo={(line) => goTo(view.current, line)}
          onClose={() => setInvalidShown(false)}
        />
      )}
      <CountsBar
        document={document}
        invalidShown={invalidShown}
        onToggleInvalid={() => setInvalidShown(!invalidShown)}
      />
    </div>
  );
}

function goTo(editor: EditorView | null, number: number) {
  if (!editor || number > editor.state.doc.lines) return;
  const { from, to } = editor.state.doc.line(number);
  editor.dispatch({
    selection: { anchor: from, head: to },
    effects: EditorView.scrollIntoView(from, { y: 'center' }),
  });
  editor.focus();
}

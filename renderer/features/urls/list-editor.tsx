import { defaultKeymap, historyKeymap } from '@codemirror/commands';
import { search, searchKeymap } from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { type RefObject, useEffect, useRef } from 'react';
import { takePaste } from '#renderer/bridge/client.ts';
import { toastError } from '#renderer/ui/toast.tsx';
import { editorLook } from './editor-look.ts';
import type { ListDocument } from './list-document.ts';
import { isPasteOfText } from './paste-as-editor.ts';
import classes from './urls.module.css';

interface ListEditorProps {
  readonly document: ListDocument;
  readonly view: RefObject<EditorView | null>;
}

/** Shows a list; the list itself, with its undo history, is kept in the document. */
export function ListEditor({ document, view: viewRef }: ListEditorProps) {
  const parent = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = parent.current;
    if (!element) return;
    const leave = document.show(editing(document), (state, scrollTo) => {
      viewRef.current = new EditorView({
        parent: element,
        state,
        ...(scrollTo && { scrollTo }),
        dispatchTransactions(transactions, view) {
          view.update(transactions);
          document.applied(transactions);
        },
      });
      return viewRef.current;
    });
    return () => {
      viewRef.current = null;
      leave();
    };
  }, [document, viewRef]);
  return <div ref={parent} className={classes['editor']} data-selectable />;
}

function editing(document: ListDocument): Extension {
  return [
    editorLook,
    lineNumbers(),
    drawSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    search({ top: true }),
    // Ctrl+Enter starts the run; Tab leaves the editor, as everywhere in the window.
    keymap.of([
      ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
      ...historyKeymap,
      ...searchKeymap,
    ]),
    EditorView.domEventHandlers({
      // `getData` is not used, since it blocks the page until the last megabyte is read.
      paste(event) {
        if (!isPasteOfText(event)) return false;
        event.preventDefault();
        document
          .paste(takePaste)
          .catch((error: unknown) => toastError('The text could not be pasted.', error));
        return true;
      },
    }),
  ];
}

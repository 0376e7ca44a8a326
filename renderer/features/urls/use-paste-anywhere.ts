import { useEffect, useRef } from 'react';
import { takePaste } from '#renderer/bridge/client.ts';
import type { Pasted } from '#shared/ipc/contract.ts';
import { isPasteOfText } from './paste-as-editor.ts';

/** Takes what is pasted while nothing that could take it has the focus. */
export function usePasteAnywhere(onPaste: (pasting: Promise<Pasted>) => void): void {
  const newest = useRef(onPaste);
  useEffect(() => {
    newest.current = onPaste;
  });
  useEffect(() => {
    function take(event: ClipboardEvent) {
      if (event.defaultPrevented || takesText(event.target)) return;
      if (document.querySelector('[role="dialog"]') || !isPasteOfText(event)) return;
      event.preventDefault();
      newest.current(takePaste());
    }
    document.addEventListener('paste', take);
    return () => document.removeEventListener('paste', take);
  }, []);
}

function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

import { useEffect, useRef } from 'react';
import { isPasteOfText } from './paste-as-editor.ts';

/** Reports a paste while no element that accepts one has the focus. */
export function usePasteAnywhere(onPaste: () => void): void {
  const newest = useRef(onPaste);
  useEffect(() => {
    newest.current = onPaste;
  });
  useEffect(() => {
    function take(event: ClipboardEvent) {
      if (event.defaultPrevented || takesText(event.target)) return;
      if (document.querySelector('[role="dialog"]') || !isPasteOfText(event)) return;
      event.preventDefault();
      newest.current();
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

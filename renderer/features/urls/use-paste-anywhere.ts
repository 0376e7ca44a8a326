import { useEffect, useRef } from 'react';

/** Takes what is pasted while nothing that could take it has the focus. */
export function usePasteAnywhere(onPaste: (text: string) => void): void {
  const newest = useRef(onPaste);
  useEffect(() => {
    newest.current = onPaste;
  });
  useEffect(() => {
    function take(event: ClipboardEvent) {
      if (event.defaultPrevented || takesText(event.target)) return;
      if (document.querySelector('[role="dialog"]')) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text === '') return;
      event.preventDefault();
      newest.current(text);
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

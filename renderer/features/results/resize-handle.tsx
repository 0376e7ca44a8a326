import { useLocalStorage } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import classes from './detail-pane.module.css';

const narrowest = 240;
const widest = 900;
const keyStep = 20;

const clampWidth = (width: number) => Math.round(Math.min(widest, Math.max(narrowest, width)));

/** The width of the pane, remembered. */
export function usePaneWidth() {
  const [width, setWidth] = useLocalStorage({
    key: 'trawl.detail-width',
    defaultValue: 340,
    getInitialValueInEffect: false,
  });
  return { width: clampWidth(width), resize: (next: number) => setWidth(clampWidth(next)) };
}

interface ResizeHandleProps {
  readonly width: number;
  readonly onResize: (width: number) => void;
}

/** The edge between grid and pane: dragged, or moved with the arrow keys. */
export function ResizeHandle({ width, onResize }: ResizeHandleProps) {
  const drag = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const begin = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width };
  };
  const move = (event: PointerEvent<HTMLDivElement>) => {
    if (drag.current) onResize(drag.current.width + drag.current.x - event.clientX);
  };
  const key = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'ArrowLeft') onResize(width + keyStep);
    if (event.key === 'ArrowRight') onResize(width - keyStep);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be dragged; this is ARIA's window splitter
    <div
      className={classes['handle']}
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the details"
      aria-valuenow={width}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      tabIndex={0}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => {
        drag.current = null;
      }}
      onKeyDown={key}
    />
  );
}

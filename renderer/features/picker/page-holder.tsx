import { useEffect, useRef } from 'react';
import { call } from '#renderer/bridge/client.ts';
import { keepInPlace } from './keep-in-place.ts';
import classes from './picker.module.css';

/**
 * The area over which main places the page view. While a menu or a dialog lies over it, it shows a picture of
 * the page instead.
 */
export function PageHolder() {
  const holder = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const area = holder.current;
    const picture = canvas.current;
    if (!area || !picture) return;
    let turn = 0;
    // A view that is gone is said by the events of main.
    const place = (bounds: Parameters<Parameters<typeof keepInPlace>[1]['place']>[0] | null) =>
      call('page-view.place', { bounds }).catch(() => undefined);
    const stop = keepInPlace(area, {
      place(bounds) {
        turn += 1;
        void place(bounds).then(() => clear(picture));
      },
      cover() {
        turn += 1;
        const mine = turn;
        void call('page-view.picture', {})
          .then((jpeg) => jpeg && draw(picture, jpeg))
          .catch(() => undefined)
          .then(() => mine === turn && place(null));
      },
    });
    return () => {
      stop();
      void place(null);
    };
  }, []);
  return (
    <div ref={holder} className={classes['holder']} data-page-holder>
      <canvas ref={canvas} className={classes['picture']} width={0} height={0} />
    </div>
  );
}

async function draw(canvas: HTMLCanvasElement, jpeg: Uint8Array): Promise<void> {
  const blob = new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' });
  const bitmap = await createImageBitmap(blob);
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
}

function clear(canvas: HTMLCanvasElement): void {
  canvas.width = 0;
  canvas.height = 0;
}

import { IconFileDownload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { takeDrop } from './list-commands.ts';
import classes from './shell.module.css';

const hasFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') ?? false;

/** Accepts files dropped anywhere in the window, and shows a hint while they hover. */
export function DropZone() {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    // Every element that the pointer crosses fires enter and leave; only their difference counts.
    let depth = 0;
    const settle = (change: number) => {
      depth = Math.max(0, depth + change);
      setHovering(depth > 0);
    };
    const listeners = {
      dragenter: (event: DragEvent) => hasFiles(event) && settle(1),
      dragleave: (event: DragEvent) => hasFiles(event) && settle(-1),
      dragover(event: DragEvent) {
        if (!hasFiles(event)) return;
        event.preventDefault();
        if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      },
      drop(event: DragEvent) {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth = 0;
        setHovering(false);
        const file = event.dataTransfer?.files[0];
        if (file) takeDrop(file);
      },
    };
    const controller = new AbortController();
    // Runs before the editor, which would take the file's text for a paste.
    const options = { capture: true, signal: controller.signal };
    window.addEventListener('dragenter', listeners.dragenter, options);
    window.addEventListener('dragleave', listeners.dragleave, options);
    window.addEventListener('dragover', listeners.dragover, options);
    window.addEventListener('drop', listeners.drop, options);
    return () => controller.abort();
  }, []);
  if (!hovering) return null;
  return (
    <div className={classes['drop']}>
      <div className={classes['dropText']}>
        <IconFileDownload size={28} aria-hidden="true" />
        Drop a list, a table, a sitemap or a feed, or a job file (.json)
      </div>
    </div>
  );
}

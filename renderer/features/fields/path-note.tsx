import { IconBinaryTree2, IconBolt } from '@tabler/icons-react';
import type { ReadPath } from '#shared/engine-protocol/preview.ts';
import classes from './fields.module.css';

/** How a run will read the pages, in a few words: the settings that slow it down can be changed here. */
export function PathNote({ path }: { readonly path: ReadPath }) {
  const { text, title, Icon } = notes(path);
  return (
    <p className={classes['path']} data-path={path.path} title={title} aria-live="polite">
      <Icon className={classes['pathIcon']} size={14} aria-hidden />
      <span className={classes['pathText']}>{text}</span>
    </p>
  );
}

function notes(path: ReadPath) {
  return path.path === 'one-pass'
    ? {
        text: 'Fast path: read in one pass',
        title: 'Pages are read from front to back, and no further than the fields need.',
        Icon: IconBolt,
      }
    : {
        text: `Builds a tree: ${path.why}`,
        title: `Builds a tree: ${path.why}. Each page is read as a whole before fields are looked up; the values are the same, it takes longer.`,
        Icon: IconBinaryTree2,
      };
}

import type { Element } from 'domhandler';
import type { Candidate } from './candidates.ts';

/** What an element is, in words: `heading`, `picture`, `text beside "Weight"`. */
export function calledOf({ name, attribs }: Element, candidates: readonly Candidate[]): string {
  const label = candidates.find(({ kind }) => kind === 'label')?.name;
  const what = nouns[name] ?? (name === 'input' && attribs['type'] === 'checkbox' ? 'box' : 'text');
  return label === undefined || label === null ? what : `${what} beside "${label}"`;
}

const nouns: Readonly<Record<string, string>> = {
  a: 'link',
  img: 'picture',
  picture: 'picture',
  svg: 'drawing',
  video: 'video',
  audio: 'sound',
  h1: 'heading',
  h2: 'heading',
  h3: 'heading',
  h4: 'heading',
  h5: 'heading',
  h6: 'heading',
  input: 'input',
  textarea: 'input',
  select: 'choice',
  button: 'button',
  time: 'time',
  table: 'table',
  tr: 'row of a table',
  td: 'cell',
  th: 'cell',
  ul: 'list',
  ol: 'list',
  li: 'item of a list',
  p: 'paragraph',
  article: 'article',
  section: 'section',
  main: 'main part',
  nav: 'navigation',
  header: 'header',
  footer: 'footer',
  form: 'form',
  meta: 'data of the page',
};

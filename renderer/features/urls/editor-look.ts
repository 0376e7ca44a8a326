import { EditorState, type Extension } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  MatchDecorator,
  placeholder,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { styleNonce } from '#renderer/ui/style-nonce.ts';
import { patternsAreOn, readAsOf, setsReadAs } from './read-as.ts';

const colors = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'transparent', color: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--mantine-font-family-monospace)',
    lineHeight: '20px',
  },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--trawl-accent)' },
  '.cm-line': { padding: '0 12px 0 8px' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    border: 'none',
    color: 'var(--trawl-muted)',
  },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 6px 0 14px', minWidth: '44px' },
  '.cm-activeLine': { backgroundColor: 'var(--trawl-hover)' },
  // An empty list shows a hint of several lines, which are not lines of the list.
  '.cm-activeLine:has(.cm-placeholder)': { backgroundColor: 'transparent' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'inherit' },
  '.cm-cursor': { borderLeftColor: 'var(--trawl-accent)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'var(--trawl-selected)' },
  '.cm-notRead': {
    backgroundColor: 'var(--trawl-bad-tint)',
    boxShadow: 'inset 3px 0 0 var(--trawl-bad)',
  },
  '.cm-partlyUsed': { boxShadow: 'inset 3px 0 0 var(--trawl-warn)' },
  '.cm-pattern': {
    borderRadius: '3px',
    backgroundColor: 'var(--trawl-accent-tint)',
    color: 'var(--trawl-accent)',
  },
  '.cm-comment': { color: 'var(--trawl-muted)', fontStyle: 'italic' },
  '.cm-placeholder': { color: 'var(--trawl-muted)', whiteSpace: 'pre-line' },
  '.cm-panels': {
    backgroundColor: 'var(--trawl-raised)',
    color: 'inherit',
    borderColor: 'var(--trawl-border)',
  },
  '.cm-panel.cm-search': { padding: '8px 30px 6px 12px', fontFamily: 'inherit' },
  '.cm-panel.cm-search label': {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    fontSize: '12px',
  },
  '.cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label': {
    margin: '0 6px 4px 0',
  },
  '.cm-panel.cm-search .cm-textfield, .cm-panel.cm-search .cm-button': {
    height: '26px',
    boxSizing: 'border-box',
    padding: '0 8px',
    border: '1px solid var(--trawl-border)',
    borderRadius: '4px',
    background: 'var(--trawl-body)',
    color: 'inherit',
    fontFamily: 'inherit',
    fontSize: '12px',
  },
  '.cm-panel.cm-search .cm-textfield': { width: '200px' },
  '.cm-panel.cm-search .cm-button:hover': { background: 'var(--trawl-hover)' },
  '.cm-panel.cm-search [name=close]': {
    top: '6px',
    right: '10px',
    color: 'inherit',
    fontSize: '18px',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--trawl-warn-tint)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--trawl-selected)' },
});

const commentMark = Decoration.mark({ class: 'cm-comment' });
const patternMark = Decoration.mark({ class: 'cm-pattern' });

/** Highlights patterns by the engine's rules, and comment lines. Only the visible lines are searched. */
const notable = new MatchDecorator({
  regexp: /\[(?:\d{1,15}-\d{1,15}(?::\d{1,9})?|[a-z]-[a-z]|[A-Z]-[A-Z])\]|\{[^{}]*\}|^\s*#.*/g,
  decorate(add, from, to, match, { state }) {
    const readAs = readAsOf(state);
    if (!/^[[{]/.test(match[0])) {
      if (readAs.format.kind === 'lines') add(from, to, commentMark);
    } else if (/^\[|,/.test(match[0]) && patternsAreOn(readAs)) add(from, to, patternMark);
  },
});
const notableMarks = ViewPlugin.define(
  (view) => {
    const plugin = {
      marks: notable.createDeco(view),
      update(update: ViewUpdate) {
        plugin.marks = update.transactions.some(setsReadAs)
          ? notable.createDeco(update.view)
          : notable.updateDeco(update, plugin.marks);
      },
    };
    return plugin;
  },
  { decorations: (plugin) => plugin.marks },
);

const hint = [
  'Paste URLs here, one per line, or cells from a spreadsheet.',
  'https is assumed where it is missing.',
  'https://example.com/page/[1-100] stands for a hundred URLs.',
].join('\n');

/** The search panel with the wording and the fonts of the rest of the window. */
const searchWords = EditorState.phrases.of({
  next: 'Next',
  previous: 'Previous',
  all: 'Select all',
  'match case': 'Match case',
  regexp: 'Regular expression',
  'by word': 'Whole words',
  replace: 'Replace',
  'replace all': 'Replace all',
  close: 'Close the search',
});

export const editorLook: Extension = [
  EditorView.cspNonce.of(styleNonce()),
  colors,
  notableMarks,
  placeholder(hint),
  EditorView.contentAttributes.of({
    'aria-label': 'URLs, one per line',
    spellcheck: 'false',
    tabindex: '0',
  }),
  EditorState.tabSize.of(4),
  searchWords,
];

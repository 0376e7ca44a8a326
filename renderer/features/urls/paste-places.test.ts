import { EditorState, type TransactionSpec } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { insertion, PastePlaces } from './paste-places.ts';

/** An editor in which one bar marks the cursor, and two mark the ends of the selection. */
function setUp(shown: string) {
  const [before = '', selected = '', after] = shown.split('|');
  const doc = after === undefined ? before + selected : before + selected + after;
  const head = after === undefined ? before.length : before.length + selected.length;
  let state = EditorState.create({ doc, selection: { anchor: before.length, head } });
  const places = new PastePlaces();
  const apply = (spec: TransactionSpec) => {
    const transaction = state.update(spec);
    state = transaction.state;
    if (!transaction.docChanged) return;
    places.moved(transaction.changes, transaction.isUserEvent('input.paste') ? 'paste' : 'other');
  };
  return {
    type: (text: string) => apply(state.replaceSelection(text)),
    goTo: (anchor: number) => apply({ selection: { anchor } }),
    /** Begins a paste; the returned function is called when its text has arrived. */
    paste(asLines = false) {
      const placed = places.wait(state.selection.main);
      return (text: string) => apply(insertion(state, placed(), state.toText(text), asLines));
    },
    shown() {
      const { from, to } = state.selection.main;
      const middle = from === to ? '|' : `|${state.sliceDoc(from, to)}|`;
      return state.sliceDoc(0, from) + middle + state.sliceDoc(to);
    },
  };
}

describe('a paste whose text takes a moment', () => {
  it('comes to the cursor, or in place of what is selected', () => {
    const inText = setUp('ab|cd');
    inText.paste()('X\nY');
    expect(inText.shown()).toBe('abX\nY|cd');
    const overText = setUp('a|bc|d');
    overText.paste()('X');
    expect(overText.shown()).toBe('aX|d');
  });

  it.each(['ab|cd', 'ab|old|cd'])('comes before what is typed meanwhile, in %s', (shown) => {
    const editor = setUp(shown);
    const first = editor.paste();
    editor.type('\n');
    const second = editor.paste();
    editor.type('!');
    first('FIRST');
    second('SECOND');
    expect(editor.shown()).toBe('abFIRST\nSECOND!|cd');
  });

  it.each(['ab|cd', 'ab|old|cd'])('comes before a later one, in %s', (shown) => {
    const editor = setUp(shown);
    const [first, second] = [editor.paste(), editor.paste()];
    first('FIRST ');
    second('SECOND');
    expect(editor.shown()).toBe('abFIRST SECOND|cd');
  });

  it('leaves the cursor where it was put meanwhile', () => {
    const editor = setUp('ab|cd');
    const paste = editor.paste();
    editor.goTo(4);
    paste('X');
    expect(editor.shown()).toBe('abXcd|');
  });

  it('begins a line of its own only within a line', () => {
    const [within, atStart] = [setUp('ab|'), setUp('ab\n|')];
    within.paste(true)('X');
    atStart.paste(true)('X');
    expect([within.shown(), atStart.shown()]).toEqual(['ab\nX|', 'ab\nX|']);
  });
});

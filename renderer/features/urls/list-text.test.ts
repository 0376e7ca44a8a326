import { Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { piecesOf, textOfString } from './list-text.ts';

function whole(source: string): Text {
  let text = Text.empty;
  for (const step of textOfString(source)) text = step.text;
  return text;
}

describe('textOfString', () => {
  it('gives the same lines as the whole string split at once, whatever the line ends', () => {
    const lines = Array.from({ length: 60_000 }, (_, line) => `https://example.org/page/${line}`);
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      const text = whole(lines.join(lineEnd));
      expect(text.lines).toBe(60_000);
      expect(text.toString()).toBe(lines.join('\n'));
    }
  });

  it('keeps a line end of two characters whole where a step ends', () => {
    const text = whole(`${'a'.repeat(262_143)}\r\nb`);
    expect(text.lines).toBe(2);
    expect(text.line(2).text).toBe('b');
  });

  it('tells how far it is', () => {
    const done = [...textOfString('x'.repeat(600_000))].map((step) => step.done);
    expect(done.length).toBeGreaterThan(2);
    expect(done.at(-1)).toBe(1);
  });

  it('takes nothing for nothing', () => {
    expect(whole('').toString()).toBe('');
  });
});

describe('piecesOf', () => {
  it('gives pieces that make the text again, numbered, the last one marked', () => {
    const text = whole(Array.from({ length: 500 }, (_, line) => `line ${line}`).join('\n'));
    const pieces = [...piecesOf(text, 1000)];
    expect(pieces.map(({ piece }) => piece)).toEqual(pieces.map((_, index) => index));
    expect(pieces.map(({ text }) => text).join('')).toBe(text.toString());
    expect(pieces.filter(({ last }) => last)).toEqual([pieces.at(-1)]);
  });

  it('writes an empty text as one empty piece', () => {
    expect([...piecesOf(Text.empty)]).toEqual([{ piece: 0, text: '', last: true }]);
  });

  it('does not cut a character in two', () => {
    const text = Text.of(['ab😀cd']);
    for (const { text: piece } of piecesOf(text, 3)) expect(piece.isWellFormed()).toBe(true);
  });
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasLines, type ListPiece, readListPiece } from './read-list.ts';

function listOf(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'trawl-list-')), 'urls.txt');
  writeFileSync(file, text);
  return file;
}

async function pieces(file: string, bytes: number): Promise<string[]> {
  const texts: string[] = [];
  for (let offset: number | null = 0; offset !== null; ) {
    const piece: ListPiece = await readListPiece(file, offset, bytes);
    texts.push(piece.text);
    offset = piece.next;
  }
  return texts;
}

describe('readListPiece', () => {
  it('cuts behind line ends', async () => {
    expect(await pieces(listOf('aaa\nbbb\nccc\n'), 6)).toEqual(['aaa\n', 'bbb\n', 'ccc\n']);
    expect(await pieces(listOf('aaa\nbbb'), 100)).toEqual(['aaa\nbbb']);
  });

  it.each([4, 5, 6, 7, 8, 9, 10])('never cuts a character, %i bytes a piece', async (bytes) => {
    const text = 'ä€🐟x'.repeat(9);
    const read = await pieces(listOf(text), bytes);
    expect(read.join('')).toBe(text);
    expect(read.every((piece) => !piece.includes('\uFFFD'))).toBe(true);
  });

  it('finds nothing where there is no list', async () => {
    expect(await readListPiece(join(tmpdir(), 'no-such-list.txt'), 0)).toEqual({
      text: '',
      next: null,
    });
    expect(await readListPiece(listOf('abc'), 3)).toEqual({ text: '', next: null });
  });
});

describe('hasLines', () => {
  it.each([
    ['', false],
    [' \n\t\r\n\n', false],
    ['# only a comment\n  # and another', false],
    ['\n\n  https://a.example/', true],
    ['# comment\nexample.com', true],
  ])('%j: %s', async (text, expected) => {
    expect(await hasLines(listOf(text))).toBe(expected);
  });
});

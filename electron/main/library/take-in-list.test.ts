import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeInList } from './take-in-list.ts';

async function takeIn(bytes: Buffer | string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'trawl-take-in-'));
  const source = join(folder, 'source');
  writeFileSync(source, bytes);
  const target = join(folder, 'target');
  await takeInList(source, target);
  return readFileSync(target, 'utf8');
}

const text = 'name;url\r\nKöln – “Größe” €;https://a.example/ä\r\n中文 🐟;https://b.example/\r\n';
const bigEndian = (of: string): Buffer => Buffer.from(of, 'utf16le').swap16();

describe('takeInList', () => {
  it('copies UTF-8, and drops its byte order mark', async () => {
    expect(await takeIn(text)).toBe(text);
    expect(await takeIn(`\uFEFF${text}`)).toBe(text);
    expect(await takeIn('')).toBe('');
  });

  it('turns UTF-16 into UTF-8', async () => {
    expect(await takeIn(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toBe(text);
    expect(await takeIn(bigEndian(`\uFEFF${text}`))).toBe(text);
  });

  it('reads what is not UTF-8 as Windows does', async () => {
    const bytes = Buffer.from([0x4b, 0xf6, 0x6c, 0x6e, 0x20, 0x80, 0x20, 0x93, 0x61, 0x94, 0x81]);
    expect(await takeIn(bytes)).toBe('Köln € “a”\u0081');
  });

  it('keeps characters whole across the pieces of a long file', async () => {
    const long = `x${'ä€🐟'.repeat(60_000)}\n`;
    expect(await takeIn(long)).toBe(long);
    expect(await takeIn(Buffer.from(`\uFEFF${long}`, 'utf16le'))).toBe(long);
    const cutOff = Buffer.from(long).subarray(0, -3);
    expect((await takeIn(cutOff)).startsWith('xÃ¤')).toBe(true);
  });

  it('refuses what is no text', async () => {
    await expect(takeIn(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]))).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    const folder = mkdtempSync(join(tmpdir(), 'trawl-take-in-'));
    await expect(takeInList(folder, join(folder, 'target'))).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  });
});

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { takeInList } from './take-in-list.ts';

async function takeIn(bytes: Buffer | string, mostChars?: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'trawl-take-in-'));
  const source = join(folder, 'source');
  writeFileSync(source, bytes);
  const target = join(folder, 'target');
  await takeInList(source, target, mostChars);
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
    expect((await takeIn(cutOff)).startsWith('xä€🐟')).toBe(true);
  });

  it('unpacks what is packed, and lets XML declare the encoding that it has now', async () => {
    expect(await takeIn(gzipSync(text))).toBe(text);
    const feed = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<rss><item>ü</item></rss>\n';
    const utf8 = feed.replace('ISO-8859-1', 'UTF-8');
    expect(await takeIn(Buffer.from(feed, 'latin1'))).toBe(utf8);
    expect(await takeIn(gzipSync(Buffer.from(feed, 'latin1')))).toBe(utf8);
  });

  it('refuses what fills the disk, and what is damaged', async () => {
    const bomb = gzipSync('x'.repeat(3_000_000));
    await expect(takeIn(bomb, 2_000_000)).rejects.toThrow(/too long/);
    await expect(takeIn(bomb.subarray(0, 1000))).rejects.toThrow(/damaged/);
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

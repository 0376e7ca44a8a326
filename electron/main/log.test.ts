import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLog, redact } from './log.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'trawl-log-'));

describe('log', () => {
  it('writes a line an entry, with the error behind it', () => {
    const logs = join(folder(), 'logs');
    const log = openLog(logs);
    log.info('Started.');
    log.error('The engine ended', new Error('boom'));
    const lines = readFileSync(join(logs, 'main.log'), 'utf8').split('\n');
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z info Started\.$/);
    expect(lines[1]).toMatch(/ error The engine ended: Error: boom$/);
  });

  it('never grows beyond twice its size', () => {
    const logs = folder();
    const log = openLog(logs, 1000);
    for (let entry = 0; entry < 200; entry += 1) log.info(`entry ${entry}`);
    expect(readdirSync(logs).sort()).toEqual(['main.log', 'main.old.log']);
    for (const file of readdirSync(logs)) {
      expect(statSync(join(logs, file)).size).toBeLessThanOrEqual(1000);
    }
    expect(readFileSync(join(logs, 'main.log'), 'utf8')).toContain('entry 199');
  });

  it('does not fail where nothing can be written', () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(() => openLog(file).info('lost')).not.toThrow();
  });

  it('keeps secrets of URLs out', () => {
    expect(redact('GET https://ann:secret@example.com/a?token=abc#x failed')).toBe(
      'GET https://example.com/a?… failed',
    );
    expect(redact('nothing to hide: a@b.c?')).toBe('nothing to hide: a@b.c?');
    expect(redact('ftp://a:p@ss@host/ and "https://x.example/?key=1", \'wss://u@y#z\'')).toBe(
      'ftp://host/ and "https://x.example/?…", \'wss://y?…\'',
    );
  });

  it('cuts what is too long for a line, and takes no secret for plain text where it cuts', () => {
    const logs = folder();
    const log = openLog(logs);
    log.error('x'.repeat(300_000), new Error('y'.repeat(300_000)));
    log.info(`${'word '.repeat(390)}https://ann:${'secret'.repeat(100)}@example.com/`);
    const lines = readFileSync(join(logs, 'main.log'), 'utf8').split('\n');
    for (const line of lines) expect(line.length).toBeLessThan(2100);
    expect(lines[0]).toMatch(/ error x+…$/);
    expect(lines.join()).not.toContain('secret');
  });

  it.each(['a', '://', 'x://x', 'a@', '://?', '://"', 'a.'])(
    'reads a long text of %j once, and not from each of its characters',
    (part) => {
      const startedAt = performance.now();
      redact(`http://${part.repeat(300_000)}`);
      // Linear work takes some milliseconds, quadratic work over a minute.
      expect(performance.now() - startedAt).toBeLessThan(10_000);
    },
  );
});

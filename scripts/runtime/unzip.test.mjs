import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unzip } from './unzip.mjs';

/** A zip file of the smallest kind: stored entries, as the format's specification (4.3) lays them out. */
function zipOf(/** @type {Record<string, { text: string, mode: number }>} */ files) {
  const locals = [];
  const centrals = [];
  let offset = 0;
  for (const [name, { text, mode }] of Object.entries(files)) {
    const content = Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt32LE(content.length, 20);
    central.writeUInt32LE(content.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(((0o100000 | mode) << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), content);
    centrals.push(central, Buffer.from(name));
    offset += local.length + name.length + content.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(centrals.length / 2, 8);
  end.writeUInt16LE(centrals.length / 2, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

describe('unzip', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trawl-unzip-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('puts the wanted entries where they should go, executable ones executable', async () => {
    const archive = join(folder, 'a.zip');
    await writeFile(
      archive,
      zipOf({
        'App/App': { text: 'binary', mode: 0o755 },
        'App/resources/app/main.js': { text: 'theirs', mode: 0o644 },
        'App/locales/de.pak': { text: 'de', mode: 0o644 },
      }),
    );
    await unzip(archive, join(folder, 'out'), (name) =>
      name.includes('resources') ? undefined : name.replace('App/App', 'electron'),
    );
    expect(await readFile(join(folder, 'out', 'electron'), 'utf8')).toBe('binary');
    expect((await stat(join(folder, 'out', 'electron'))).mode & 0o111).not.toBe(0);
    expect(await readFile(join(folder, 'out', 'App', 'locales', 'de.pak'), 'utf8')).toBe('de');
    await expect(stat(join(folder, 'out', 'App', 'resources'))).rejects.toThrow('ENOENT');
  });

  it('refuses a path that leads outside', async () => {
    const archive = join(folder, 'a.zip');
    await writeFile(archive, zipOf({ name: { text: 'x', mode: 0o644 } }));
    await expect(unzip(archive, join(folder, 'out'), () => '../escaped')).rejects.toThrow(
      'outside of its folder',
    );
  });
});

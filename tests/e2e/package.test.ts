import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import asar from '@electron/asar';
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { executable } from '../../scripts/package.mjs';
import { sandboxSwitches } from '../../scripts/sandbox.mjs';

const app = executable();

/** The packaged app with words on its command line and no display to open a window on. */
async function withoutDisplay(words: readonly string[]): Promise<{ code: number; output: string }> {
  const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  return new Promise((settle) => {
    const child = execFile(
      app,
      [...sandboxSwitches, ...words],
      { env },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : Number(error.code ?? 1);
        settle({ code, output: stdout + stderr });
      },
    );
    child.stdin?.end();
  });
}

describe('the packaged app', () => {
  it('has its fuses set as Electron recommends', async () => {
    const wire = await getCurrentFuseWire(app);
    expect(wire.version).toBe(FuseVersion.V1);
    // The wire holds the code of a digit.
    const on = (fuse: FuseV1Options) => Number(wire[fuse]) === '1'.charCodeAt(0);
    expect({
      runAsNode: on(FuseV1Options.RunAsNode),
      cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
      nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
      ownSnapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      filePrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      asarIntegrity: true,
      onlyAsar: true,
      ownSnapshot: false,
      filePrivileges: false,
    });
  });

  it('holds what it runs and nothing of how it was made', () => {
    const names = asar.listPackage(join(dirname(app), 'resources', 'app.asar'), { isPack: false });
    expect(names).toContain('/dist/main.js');
    expect(names).toContain('/dist/renderer/index.html');
    expect(names).toContain('/node_modules/libsql/index.js');
    expect(names.filter((name) => /\.(map|ts|tsx|svg)$/.test(name))).toEqual([]);
    const folders = new Set(names.map((name) => name.split('/')[1]));
    expect([...folders].toSorted()).toEqual(['dist', 'node_modules', 'package.json', 'resources']);
  });

  it('takes the words of the command line where no window can open', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trawl-words-'));
    const good = join(folder, 'good.json');
    const bad = join(folder, 'bad.json');
    const job = { version: 1, name: 'One', urls: ['https://example.com/'], fields: [] };
    await writeFile(good, JSON.stringify({ ...job, fields: [{ name: 'title', css: 'h1' }] }));
    await writeFile(bad, JSON.stringify({ ...job, fields: [{ name: 'title', css: 'h1[' }] }));

    expect(await withoutDisplay(['validate', good])).toMatchObject({ code: 0 });
    const refused = await withoutDisplay(['validate', bad]);
    expect(refused.code).toBe(2);
    expect(refused.output).toContain('fields[0].css');
    await rm(folder, { recursive: true });
  });
});

import { dirname, join } from 'node:path';
import asar from '@electron/asar';
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { executable } from '../../scripts/package.mjs';

const app = executable();

describe('the packaged app', () => {
  it('has its fuses set as Electron recommends', async () => {
    const wire = await getCurrentFuseWire(app);
    expect(wire.version).toBe(FuseVersion.V1);
    // The wire holds the character code of a digit.
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
});

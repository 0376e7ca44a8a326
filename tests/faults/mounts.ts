import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that the test may fill up or mount read-only, and that is removed afterwards. */
export interface OwnDisk {
  readonly folder: string;
  /** The same folder under another path, where it cannot be written. */
  readOnlyView(): string;
  remove(): void;
}

/**
 * A disk of its own with this size, in memory; null where the system does not allow it. File permissions do
 * not apply to root, so only a disk can be read-only for it.
 */
export function mountDisk(sizeBytes: number): OwnDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'trawl-disk-'));
  const mounts = (...args: string[]): boolean => spawnSync('mount', args).status === 0;
  if (
    process.platform !== 'linux' ||
    process.getuid?.() !== 0 ||
    !mounts('-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', folder)
  ) {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  const views: string[] = [];
  return {
    folder,
    readOnlyView() {
      const view = mkdtempSync(join(tmpdir(), 'trawl-view-'));
      views.push(view);
      if (!mounts('--bind', folder, view) || !mounts('-o', 'remount,ro,bind', view)) {
        throw new Error('The disk of the test could not be shown read-only.');
      }
      return view;
    },
    remove() {
      for (const mounted of [...views, folder]) {
        spawnSync('umount', ['-l', mounted]);
        rmSync(mounted, { recursive: true, force: true });
      }
    },
  };
}

export const noDisk = 'no disk of its own can be mounted here (Linux and root are needed)';

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { icns, ico } from './icon-containers.mjs';
import { root } from './project.mjs';

const folder = join(root, 'resources', 'icons');
/** @param {number} size */
const png = (size) => readFileSync(join(folder, `${size}x${size}.png`));
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const pictures = new Map(sizes.map((size) => [size, png(size)]));

describe('icon containers', () => {
  it('put every picture of a Windows icon where its directory says', () => {
    const file = ico(pictures);
    expect(file.readUInt16LE(4)).toBe(7);
    sizes.slice(0, 7).forEach((size, index) => {
      const entry = 6 + 16 * index;
      expect(file.readUInt8(entry) || 256).toBe(size);
      const length = file.readUInt32LE(entry + 8);
      const offset = file.readUInt32LE(entry + 12);
      expect(file.subarray(offset, offset + length).equals(png(size))).toBe(true);
    });
  });

  it('put blocks into a macOS icon that add up to its length', () => {
    const file = icns(pictures);
    expect(file.toString('ascii', 0, 4)).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const types = [];
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
      types.push(file.toString('ascii', at, at + 4));
    }
    expect(types).toEqual(['ic11', 'ic12', 'ic07', 'ic13', 'ic08', 'ic14', 'ic09', 'ic10']);
  });

  it('are committed as the pictures beside them make them', () => {
    expect(readFileSync(join(folder, 'icon.ico')).equals(ico(pictures))).toBe(true);
    expect(readFileSync(join(folder, 'icon.icns')).equals(icns(pictures))).toBe(true);
  });
});

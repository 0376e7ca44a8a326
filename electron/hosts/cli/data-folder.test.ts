import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder } from './data-folder.ts';

describe('dataFolder', () => {
  it('is the folder that the window uses', () => {
    expect(dataFolder({}, 'linux', '/home/a')).toBe(join('/home/a', '.config', 'Trawl'));
    expect(dataFolder({ XDG_CONFIG_HOME: '/c' }, 'linux', '/home/a')).toBe(join('/c', 'Trawl'));
    expect(dataFolder({}, 'darwin', '/Users/a')).toBe(
      join('/Users/a', 'Library', 'Application Support', 'Trawl'),
    );
    expect(dataFolder({ APPDATA: '/r' }, 'win32', '/u')).toBe(join('/r', 'Trawl'));
    expect(dataFolder({ TRAWL_DATA_DIR: '/d' }, 'linux', '/home/a')).toBe('/d');
  });
});

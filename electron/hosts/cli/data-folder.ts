import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder of Trawl's data: the one that Electron calls `userData`, determined without Electron, so that
 * the window and the command line show the same runs. TRAWL_DATA_DIR overrides it.
 */
export function dataFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const given = env['TRAWL_DATA_DIR'];
  if (given !== undefined && given !== '') return given;
  if (platform === 'win32')
    return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Trawl');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Trawl');
  const config = env['XDG_CONFIG_HOME'];
  return join(config !== undefined && config !== '' ? config : join(home, '.config'), 'Trawl');
}

import type { MenuItemConstructorOptions } from 'electron';
import type { MenuAction } from '#shared/ipc/contract.ts';

interface MenuParts {
  readonly isMac: boolean;
  /** Development: the developer tools are available. */
  readonly isDeveloped: boolean;
  act(action: MenuAction): void;
  openDataFolder(): void;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The native menu: every action of the window, with its shortcut. */
export function menuTemplate(parts: MenuParts): MenuItemConstructorOptions[] {
  const { isMac, isDeveloped, act, openDataFolder } = parts;
  const item = (
    label: string,
    action: MenuAction,
    accelerator?: string,
  ): MenuItemConstructorOptions => ({
    label,
    click: () => act(action),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const settings = item('Settings…', 'settings', 'CmdOrCtrl+,');

  const mac: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      item('New Job', 'new-job', 'CmdOrCtrl+N'),
      item('Open List…', 'open-list', 'CmdOrCtrl+O'),
      separator,
      item('Import Job…', 'import-job', 'CmdOrCtrl+Shift+I'),
      item('Export Job…', 'export-job', 'CmdOrCtrl+Shift+E'),
      item('Duplicate Job', 'duplicate-job'),
      item('Delete Job', 'delete-job'),
      separator,
      item('Export Table…', 'export-results', 'CmdOrCtrl+E'),
      separator,
      ...(isMac ? [{ role: 'close' } as const] : [settings, separator, { role: 'quit' } as const]),
    ],
  };
  const run: MenuItemConstructorOptions = {
    label: '&Run',
    submenu: [
      item('Start, Pause or Resume', 'primary', 'CmdOrCtrl+Return'),
      item('Stop', 'stop', 'CmdOrCtrl+.'),
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      item('URLs', 'tab-urls', 'CmdOrCtrl+1'),
      item('Fields', 'tab-fields', 'CmdOrCtrl+2'),
      item('Options', 'tab-options', 'CmdOrCtrl+3'),
      item('Run', 'tab-run', 'CmdOrCtrl+4'),
      item('Lab', 'lab', 'CmdOrCtrl+L'),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      ...(isDeveloped
        ? [
            separator,
            { role: 'reload' } as const,
            { role: 'toggleDevTools', accelerator: 'F12' } as const,
          ]
        : []),
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [
      { label: 'Open Data Folder', click: openDataFolder },
      ...(isMac ? [] : [separator, { role: 'about' } as const]),
    ],
  };
  return [
    ...(isMac ? [mac] : []),
    file,
    { role: 'editMenu' },
    run,
    view,
    { role: 'windowMenu' },
    help,
  ];
}

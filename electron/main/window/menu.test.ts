import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import type { MenuAction } from '#shared/ipc/contract.ts';
import { menuTemplate } from './menu.ts';

const every: Readonly<Record<MenuAction, true>> = {
  'new-job': true,
  'import-job': true,
  'export-job': true,
  'duplicate-job': true,
  'delete-job': true,
  'open-list': true,
  primary: true,
  stop: true,
  'export-results': true,
  settings: true,
  lab: true,
  'tab-urls': true,
  'tab-fields': true,
  'tab-options': true,
  'tab-run': true,
};

function setUp(isMac: boolean, isDeveloped = false) {
  const acted: MenuAction[] = [];
  const template = menuTemplate({
    isMac,
    isDeveloped,
    act: (action) => acted.push(action),
    openDataFolder: () => undefined,
  });
  const items = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
  return { acted, items };
}

const click = (item: MenuItemConstructorOptions): void =>
  (item.click as (() => void) | undefined)?.();

describe.each([
  ['macOS', true],
  ['elsewhere', false],
])('menu on %s', (_system, isMac) => {
  it('has every action once', () => {
    const { items, acted } = setUp(isMac);
    for (const item of items) click(item);
    expect(acted.sort()).toEqual(Object.keys(every).sort());
  });

  it('has no shortcut twice', () => {
    const shortcuts = setUp(isMac).items.flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
    expect(shortcuts).toContain('CmdOrCtrl+Return');
  });

  it('has the developer tools only in development', () => {
    const roles = (isDeveloped: boolean) => setUp(isMac, isDeveloped).items.map(({ role }) => role);
    expect(roles(false)).not.toContain('toggleDevTools');
    expect(roles(false)).not.toContain('reload');
    expect(roles(true)).toContain('toggleDevTools');
  });
});

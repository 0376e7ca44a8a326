import { clipboard } from 'electron';
import type { Clipboard } from './ipc/parts.ts';

export const systemClipboard: Clipboard = {
  writeText(text) {
    void clipboard.writeText(text);
  },
  async readText(from) {
    if (from === 'clipboard') return clipboard.readText();
    // An older Electron, possible in development, has a parameter instead of `selection`.
    const selection: typeof clipboard | undefined = clipboard.selection;
    if (selection) return selection.readText();
    return (clipboard as { readText(from: string): Promise<string> }).readText(from);
  },
};

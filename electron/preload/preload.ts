import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { Reply } from '#shared/errors/trawl-error.ts';
import type { TrawlBridge } from '#shared/ipc/bridge.ts';
import type { Command } from '#shared/ipc/contract.ts';
import { isCommand, isEventName } from '#shared/ipc/names.ts';
import { watchClicks } from './real-click.ts';
import { watchPastes } from './real-paste.ts';

function refused(message: string): Reply<never> {
  return { ok: false, error: { code: 'BAD_MESSAGE', message, retryable: false } };
}

/** A path is passed only for a file that was really dropped, the clipboard only for a real paste. */
const fromHereAlone: ReadonlySet<string> = new Set<Command>(['list.drop', 'paste.take']);

const realClick = watchClicks();
const realPaste = watchPastes();

const bridge: TrawlBridge = {
  async invoke(command, params) {
    if (!isCommand(command) || fromHereAlone.has(command)) {
      return refused(`There is no command "${String(command).slice(0, 100)}".`);
    }
    if (command === 'app.open-external' && !realClick()) {
      return refused('A link opens in the browser only when it is clicked, once for each click.');
    }
    return ipcRenderer.invoke(command, params);
  },
  on(name, listener) {
    if (!isEventName(name)) throw new Error(`There is no event "${String(name).slice(0, 100)}".`);
    // The event object itself would give the page access to Electron's raw sender.
    const pass = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]): void =>
      listener(payload);
    ipcRenderer.on(name, pass);
    return () => {
      ipcRenderer.off(name, pass);
    };
  },
  async dropFile(jobId, file) {
    const path = webUtils.getPathForFile(file as never);
    if (path === '') return refused('Only files from this computer can be dropped here.');
    return ipcRenderer.invoke('list.drop', { jobId, path });
  },
  async takePaste() {
    const from = realPaste();
    if (from === null) return refused('The clipboard is read only when something is pasted.');
    return ipcRenderer.invoke('paste.take', { from });
  },
};

contextBridge.exposeInMainWorld('trawl', bridge);

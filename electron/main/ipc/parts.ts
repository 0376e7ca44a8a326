import type { FileFilter } from 'electron';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { AppInfo } from '#shared/ipc/contract.ts';
import type { CutOffRuns } from '../cut-off-runs.ts';
import type { JobLibrary } from '../library/job-library.ts';
import type { LoginWindows } from '../login/login-windows.ts';
import type { PageView } from '../page-view/page-view.ts';
import type { RunBoard } from '../run-board.ts';
import type { SampleSite } from '../sample-site.ts';
import type { RunSecretsSource } from '../secrets/run-secrets.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import type { SettingsFile } from '../settings-file.ts';

/** Null if the person cancelled. */
export interface Dialogs {
  open(options: DialogOptions): Promise<string | null>;
  save(options: DialogOptions & { readonly name: string }): Promise<string | null>;
}

export interface DialogOptions {
  readonly title: string;
  readonly button: string;
  readonly filters: FileFilter[];
}

export interface Clipboard {
  writeText(text: string): void;
  /** `selection`: the selected text, which a middle click pastes (Linux). */
  readText(from: 'clipboard' | 'selection'): Promise<string>;
}

/** The objects that the handlers use. Tests replace them. */
export interface HandlerParts {
  readonly library: JobLibrary;
  readonly engine: EngineApi;
  readonly runs: RunBoard;
  readonly cutOffRuns: CutOffRuns;
  readonly secrets: SecretStore;
  readonly runSecrets: RunSecretsSource;
  readonly logins: Pick<LoginWindows, 'open'>;
  readonly sampleSite: SampleSite;
  readonly settings: SettingsFile;
  readonly dialogs: Dialogs;
  readonly clipboard: Clipboard;
  readonly shell: {
    openExternal(url: string): Promise<void>;
    showItemInFolder(file: string): void;
  };
  readonly pageView: Pick<
    PageView,
    'open' | 'place' | 'picture' | 'set' | 'reveal' | 'focus' | 'close'
  >;
  readonly info: AppInfo;
}

import type { BrowserWindow } from 'electron';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { JobOptions } from '#shared/job/job.ts';
import type { ContentsRoles } from '../guards/contents-roles.ts';
import type { Log } from '../log.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { openLoginSession } from './login-session.ts';
import { barSession, LoginWindow } from './login-window.ts';
import { typedAddress } from './typed-address.ts';

interface LoginWindowsParts {
  readonly secrets: SecretStore;
  readonly engine: EngineApi;
  readonly roles: ContentsRoles;
  readonly log: Log;
  readonly parent: () => BrowserWindow | null;
}

/** The log-in windows of the jobs, one each. */
export class LoginWindows {
  readonly #parts: LoginWindowsParts;
  readonly #open = new Map<string, Promise<LoginWindow>>();

  constructor(parts: LoginWindowsParts) {
    this.#parts = parts;
  }

  /**
   * Opens the window, or shows the one that is open. Resolves once it is closed, with whether the log-in was
   * kept.
   *
   * @throws TrawlError BAD_INPUT for an address or a proxy that cannot be used
   */
  async open(jobId: string, options: JobOptions, address: string): Promise<boolean> {
    const known = this.#open.get(jobId);
    if (known !== undefined) {
      const shown = await known;
      shown.focus();
      return shown.closed;
    }
    const opening = this.#make(jobId, options, typedAddress(address));
    this.#open.set(jobId, opening);
    try {
      const opened = await opening;
      return await opened.closed;
    } finally {
      this.#open.delete(jobId);
    }
  }

  async #make(jobId: string, options: JobOptions, typed: URL): Promise<LoginWindow> {
    const { secrets, engine, roles, log, parent } = this.#parts;
    let say = (_sentence: string): void => undefined;
    const session = await openLoginSession({
      typed,
      options,
      secrets: await secrets.of(jobId),
      engine,
      log,
      say: (sentence) => say(sentence),
    });
    const window = new LoginWindow(
      {
        roles,
        log,
        parent: parent(),
        typed,
        session,
        keep: (cookies, logIn) => secrets.keepLogIn(jobId, cookies, logIn),
      },
      await barSession(),
    );
    say = (sentence) => window.say(sentence);
    await window.open();
    return window;
  }
}

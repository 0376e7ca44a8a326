import type { Session, WebContents } from 'electron';

/** What web contents of one role may not do, beyond what none may: see `guardAllContents`. */
export type ContentsGuard = (contents: WebContents) => void;

/**
 * The roles of web contents: the app's page, and others that show pages of strangers. A role belongs to a
 * session, so that contents of two roles never share cookies, storage or permissions. Contents of a session
 * without a role get the guard of the app's page, which is the strictest.
 */
export class ContentsRoles {
  readonly #strictest: ContentsGuard;
  readonly #guards = new WeakMap<Session, ContentsGuard>();

  constructor(strictest: ContentsGuard) {
    this.#strictest = strictest;
  }

  /**
   * Gives a session its role, for good. To be called before the first contents of the session exist.
   *
   * @throws Error if the session has a role already: a second one could loosen the first
   */
  give(session: Session, guard: ContentsGuard): void {
    if (this.#guards.has(session)) throw new Error('This session has a role already.');
    this.#guards.set(session, guard);
  }

  /** To be called for all new contents, before they load anything. */
  guard(contents: WebContents): void {
    const guard = this.#guards.get(contents.session) ?? this.#strictest;
    guard(contents);
  }
}

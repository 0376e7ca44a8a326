import type { Session, WebContents } from 'electron';
import { expect, it } from 'vitest';
import { ContentsRoles } from './contents-roles.ts';

const session = (): Session => ({}) as Session;
const contentsOf = (of: Session): WebContents => ({ session: of }) as WebContents;

it('guards contents by the role of their session, and others as the app page', () => {
  const guarded: string[] = [];
  const roles = new ContentsRoles(() => guarded.push('app page'));
  const login = session();
  roles.give(login, () => guarded.push('login'));
  roles.guard(contentsOf(login));
  roles.guard(contentsOf(session()));
  expect(guarded).toEqual(['login', 'app page']);
});

it('gives a session one role', () => {
  const roles = new ContentsRoles(() => undefined);
  const one = session();
  roles.give(one, () => undefined);
  expect(() => roles.give(one, () => undefined)).toThrow('role already');
});

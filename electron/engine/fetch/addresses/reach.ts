import { type AddressKind, kindOfHost } from '../../addresses/address-kind.ts';

/**
 * How far the connections of a fetch may lead. public: to the internet alone. private: to this
 * machine and its network too, but not to metadata services. any: everywhere.
 */
export type Reach = 'public' | 'private' | 'any';

/** Whether a connection of this reach may be made to such an address. */
export function mayReach(reach: Reach, kind: AddressKind): boolean {
  switch (kind) {
    case 'public':
      return true;
    case 'private':
      return reach !== 'public';
    case 'metadata':
      return reach === 'any';
  }
}

/**
 * The reach of a URL that a person gave. Who types a private host means it; a metadata service must
 * be allowed besides. Null: refused.
 */
export function firstReach(url: URL, allowPrivate: boolean): Reach | null {
  switch (kindOfHost(url.hostname)) {
    case 'public':
      return allowPrivate ? 'private' : 'public';
    case 'private':
      return 'private';
    case 'metadata':
      return allowPrivate ? 'any' : null;
  }
}

/**
 * The reach of a redirect's target, or null where it is refused. What began on a private host may
 * go on to private ones, until it has been on a public one: from there a stranger leads.
 */
export function nextReach(reach: Reach, from: URL, to: URL, allowPrivate: boolean): Reach | null {
  switch (kindOfHost(to.hostname)) {
    case 'public':
      return allowPrivate ? 'private' : 'public';
    case 'private':
      return reach === 'public' ? null : 'private';
    case 'metadata':
      return reach === 'any' && from.hostname === to.hostname ? 'any' : null;
  }
}

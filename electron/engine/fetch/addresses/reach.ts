import { type AddressKind, kindOfHost } from '../../addresses/address-kind.ts';

/**
 * The addresses that the connections of a fetch may reach. public: only the internet. private: also this
 * machine and its network, but not metadata services. any: everywhere.
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
 * The reach of a URL that a person gave. A private host in it is intended; a metadata service must be
 * allowed in addition. Null: refused.
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
 * The reach of a redirect's target, or null if it is refused. A fetch that began on a private host may be
 * redirected to private hosts until it has been on a public one: from there the redirects are untrusted.
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

import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { failure } from '#shared/errors/error-codes.ts';
import { kindOfAddress } from '../../addresses/address-kind.ts';
import { ConnectError } from '../connect-error.ts';
import { mayReach, type Reach } from './reach.ts';

/**
 * A look-up that returns only addresses to which the socket may connect. The socket connects to the
 * returned address without another look-up, so a name that resolves differently the second time gains
 * nothing.
 */
export function guardedLookup(lookup: LookupFunction, reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      if (error) {
        callback(error, address, family);
        return;
      }
      const found: readonly LookupAddress[] =
        typeof address === 'string' ? [{ address, family: family ?? 4 }] : address;
      const allowed = found.filter((one) => isAllowed(reach, one.address));
      const [first] = allowed;
      if (first === undefined) {
        callback(refusedAddress(found[0]?.address ?? hostname, hostname), '', 0);
      } else if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

/** Whether a connection may be made to this host, as far as that can be decided before a look-up. */
export function isAllowed(reach: Reach, hostOrAddress: string): boolean {
  const kind = kindOfAddress(hostOrAddress);
  return kind === null || mayReach(reach, kind);
}

export function refusedAddress(address: string, hostname: string): ConnectError {
  return new ConnectError(refusal(address, hostname));
}

/** REFUSED_ADDRESS with the refused address and the remedy. */
export function refusal(address: string, hostname: string) {
  const where = address === hostname ? hostname : `${hostname} is ${address}`;
  return failure(
    'REFUSED_ADDRESS',
    kindOfAddress(address) === 'metadata'
      ? `${where}, where clouds keep the credentials of their machines`
      : `${where}, on this computer or its network; an option of the job allows that`,
  );
}

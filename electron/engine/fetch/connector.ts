import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { buildConnector as connectors } from 'undici';
import buildConnector from 'undici/lib/core/connect.js';

/**
 * undici's connector, whose connections share one context of TLS. Node makes a new one for each connection
 * otherwise, which holds up the loop for a third of a millisecond, and for 30 ms where certificates are given
 * (`ca`). The context is made for the first connection that needs it.
 */
export function createConnector(
  options: connectors.BuildOptions & Pick<SecureContextOptions, 'ca'>,
): connectors.connector {
  const plain = buildConnector(options);
  let secure: connectors.connector | null = null;
  return (target, callback) => {
    if (target.protocol !== 'https:') {
      plain(target, callback);
      return;
    }
    secure ??= buildConnector({ ...options, secureContext: createSecureContext(options) });
    secure(target, callback);
  };
}

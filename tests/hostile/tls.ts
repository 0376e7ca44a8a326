import type { TlsOptions } from 'node:tls';
import { quietPorts } from '../../electron/sample-site/testing/quiet-ports.ts';
import {
  expiredCertificate,
  goodCertificate,
  incompleteCertificate,
  intermediateCertificate,
  leafKey,
  otherCertificate,
  selfSignedCertificate,
} from './certificates.ts';
import { answer, type HostileCase, pageOf } from './hostile-case.ts';
import type { HostileSite, Speaker } from './hostile-site.ts';
import { accepts, bytes, send, slug } from './serve.ts';
import { neverAccepts } from './waiting.ts';

/** A page over TLS, under a name that resolves to this machine. */
function secure(host: string, options: Omit<TlsOptions, 'key'>): HostileCase['serve'] {
  return async (site, name) => {
    const port = await site.speak((socket) => send(socket, answer(pageOf(name))), {
      key: leafKey,
      ...options,
    });
    return `https://${site.name(host, ['127.0.0.1'])}:${port}/${slug(name)}`;
  };
}

export const tlsCases: readonly HostileCase[] = [
  {
    name: 'a certificate in order',
    serve: secure('good.test', { cert: goodCertificate }),
    expect: { code: 'page' },
  },
  {
    name: 'certificate expired',
    serve: secure('expired.test', { cert: expiredCertificate }),
    expect: { code: 'TLS_EXPIRED', status: null },
  },
  {
    name: 'certificate self-signed',
    serve: secure('self.test', { cert: selfSignedCertificate }),
    expect: { code: 'TLS_SELF_SIGNED', status: null },
  },
  {
    name: 'certificate of another host',
    serve: secure('wrong-host.test', { cert: otherCertificate }),
    expect: { code: 'TLS_WRONG_HOST', status: null },
  },
  {
    name: 'incomplete chain',
    serve: secure('incomplete.test', { cert: incompleteCertificate }),
    expect: { code: 'TLS_UNTRUSTED', status: null },
  },
  {
    name: 'the same chain, complete',
    serve: secure('incomplete.test', { cert: incompleteCertificate + intermediateCertificate }),
    expect: { code: 'page' },
  },
  {
    name: 'no protocol version in common',
    serve: secure('good.test', {
      cert: goodCertificate,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
    }),
    expect: { code: 'TLS_FAILED', status: null },
  },
  {
    name: 'plain HTTP that waits where TLS is due',
    serve: async (site, name) =>
      (await bytes(answer(pageOf(name)))(site, name)).replace('http:', 'https:'),
    expect: { code: 'CONNECT_TIMEOUT', ends: 'limit' },
  },
  {
    name: 'plain HTTP that answers at once where TLS is due',
    serve: accepts((socket) => send(socket, answer('no')), 'https'),
    expect: { code: 'PROTOCOL', sentence: /does not speak TLS/ },
  },
  {
    name: 'TLS where plain HTTP is due',
    // OpenSSL's message to a client that does not begin with a handshake.
    serve: bytes(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46])),
    expect: { code: 'PROTOCOL', sentence: /speaks TLS on this port/ },
  },
  {
    name: 'name not found',
    serve: (site, name) => `http://${site.name('missing.test', 'missing')}/${slug(name)}`,
    expect: { code: 'DNS_NOT_FOUND', status: null },
  },
  {
    name: 'connection refused',
    serve: async (_, name) => `http://127.0.0.1:${await quietPorts()}/${slug(name)}`,
    expect: { code: 'CONNECTION_REFUSED', status: null },
  },
  {
    name: 'IPv6 refused and IPv4 fine',
    serve: async (site, name) => {
      const url = await bytes(answer(pageOf(name)))(site, name);
      return url.replace('127.0.0.1', site.name('v6-refused.test', ['::1', '127.0.0.1']));
    },
    expect: { code: 'page' },
  },
  {
    name: 'IPv6 silent and IPv4 fine',
    serve: async (site, name) => {
      const port = await halfSilent(site, (socket) => send(socket, answer(pageOf(name))));
      return `http://${site.name('v6-silent.test', ['::1', '127.0.0.1'])}:${port}/${slug(name)}`;
    },
    expect: { code: 'page' },
  },
];

const mostTries = 20;

/** A port that never accepts over IPv6, and answers over IPv4. */
async function halfSilent(site: HostileSite, speak: Speaker): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const port = await neverAccepts(site, '::1');
    try {
      return await site.speak(speak, undefined, port);
    } catch (error) {
      // A port that is free over IPv6 may be in use over IPv4.
      if (tries === mostTries) throw error;
    }
  }
}

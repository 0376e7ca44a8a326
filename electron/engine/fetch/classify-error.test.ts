import { describe, expect, it } from 'vitest';
import { failureOfError } from './classify-error.ts';

/** An error in the form that Node's sockets give it. */
const systemError = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });

describe('errors of the system that no server can bring about', () => {
  it.each([
    ['EHOSTUNREACH', 'HOST_UNREACHABLE', true],
    ['ENETUNREACH', 'HOST_UNREACHABLE', true],
    ['EADDRNOTAVAIL', 'HOST_UNREACHABLE', true],
    ['ENETDOWN', 'NETWORK', true],
    ['ETIMEDOUT', 'CONNECT_TIMEOUT', true],
    ['EAI_AGAIN', 'DNS_FAILED', true],
    ['EAI_NONAME', 'DNS_NOT_FOUND', false],
    ['EPIPE', 'CONNECTION_RESET', true],
    ['CERT_NOT_YET_VALID', 'TLS_EXPIRED', false],
    ['CERT_REVOKED', 'TLS_UNTRUSTED', false],
  ])('%s is %s', (code, name, retryable) => {
    expect(failureOfError(systemError(code), 'connect')).toMatchObject({ code: name, retryable });
  });

  it('are named by the first of those of all addresses', () => {
    const all = new AggregateError([systemError('EHOSTUNREACH'), systemError('ECONNREFUSED')]);
    expect(failureOfError(all, 'connect').code).toBe('HOST_UNREACHABLE');
  });

  it('are given as they are where their code is not known', () => {
    const { code, message } = failureOfError(systemError('EODD'), 'body');
    expect(code).toBe('NETWORK');
    expect(message).toContain('connect EODD');
  });
});

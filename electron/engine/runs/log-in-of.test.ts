import { expect, it } from 'vitest';
import type { KeptLogIn } from '#shared/engine-protocol/protocol.ts';
import { logInOf } from './log-in-of.ts';

const logIn: KeptLogIn = {
  atMs: 1,
  userAgent: 'Trawl',
  addresses: ['https://shop.example/login'],
  storage: [{ origin: 'https://app.shop.example:8443', entries: [['token', 'x']] }],
};
const cookies = 'pay.example\tFALSE\t/\tTRUE\t0\tsid\t42\n';

it('belongs to the hosts of its cookies and of its storage', () => {
  expect(logInOf({ cookies, logIn }, { given: null })).toEqual({
    domains: ['pay.example', 'app.shop.example'],
    addresses: logIn.addresses,
  });
  expect(logInOf({ logIn }, { given: null })?.domains).toEqual(['app.shop.example']);
});

it('is the one that the file of a run keeps where none is given', () => {
  expect(logInOf({}, { given: null })).toBe(null);
  expect(logInOf(undefined, { given: 'digest' })).toEqual({
    domains: null,
    addresses: [],
    isOld: true,
  });
});

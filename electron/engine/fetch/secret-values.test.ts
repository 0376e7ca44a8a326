import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressWithoutSecrets, secretsOf, withoutSecrets } from './secret-values.ts';

const none = { headers: {} };
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const escaped = (text: string): string =>
  [...text]
    .map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** The forms in which a site may repeat a value. */
const encodings: readonly (readonly [string, (text: string) => string])[] = [
  ['as it stands', (text) => text],
  ['percent-encoded', encodeURIComponent],
  ['percent-encoded in small letters', (text) => encodeURIComponent(text).toLowerCase()],
  [
    'percent-encoded, every byte',
    (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
  ],
  ['percent-encoded twice', (text) => encodeURIComponent(encodeURIComponent(text))],
  ['in a form', (text) => new URLSearchParams({ a: text }).toString().slice(2)],
  ['in base64', base64],
  ['in base64url', (text) => Buffer.from(text).toString('base64url')],
  ['in base64 with more before it', (text) => base64(`user=ann&sid=${text}`)],
  ['in base64 with more before it, one byte off', (text) => base64(`ser=ann&sid=${text}&x`)],
  ['in base64 and percent-encoded', (text) => encodeURIComponent(base64(text))],
  ['in numbers of HTML', (text) => [...text].map((one) => `&#${one.codePointAt(0)};`).join('')],
  [
    'in hexadecimal numbers of HTML',
    (text) => [...text].map((one) => `&#x${one.codePointAt(0)?.toString(16)};`).join(''),
  ],
  [
    'in names of HTML',
    (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  ],
  ['in JSON', (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/')],
  ['in escapes of JSON', escaped],
];

describe('secrets that a site repeats', () => {
  const secret = 'k3y +/<&"= \u00fc\u4e2d_0987';
  it.each(encodings)('are taken out %s', (_name, encode) => {
    const written = encode(secret);
    const secrets = secretsOf({ headers: { 'x-api-key': secret } }, [], []);
    expect(withoutSecrets(`before ${written} after`, secrets)).toBe('before *** after');
    const cookie = { ...none, cookies: [Buffer.from(secret).toString('latin1')], given: [] };
    expect(withoutSecrets(`before ${written}, after`, cookie)).toBe('before ***, after');
    expect(addressWithoutSecrets(`https://a.example/${written}?x`, cookie)).not.toContain(written);
  });

  it('are taken out where the text is cut in the middle of them', () => {
    const long = `${secret}${'0123456789'.repeat(5)}`;
    const secrets = secretsOf({ headers: { 'x-api-key': long } }, [], []);
    for (const [name, encode] of encodings) {
      const written = encode(long);
      // In base64 with other data before it, the secret begins later.
      for (let length = 60; length < written.length; length += 7) {
        const shown = withoutSecrets(`before ${written.slice(0, length)}…`, secrets);
        expect([name, length, shown]).toEqual([name, length, 'before ***…']);
      }
    }
  });

  it('are the logins of the request and of its proxies too, as the headers that carry them', () => {
    const login = { user: 'ann', password: 'pä:ss' };
    const token = base64('ann:pä:ss');
    for (const secrets of [
      secretsOf({ headers: {}, login }, [], []),
      secretsOf(none, [login], []),
      secretsOf({ headers: { authorization: `Basic ${token}` } }, [], []),
    ]) {
      for (const text of [
        token,
        encodeURIComponent(token),
        'pä:ss',
        'p%C3%A4:ss',
        base64('pä:ss'),
      ]) {
        expect(withoutSecrets(`(${text})`, secrets)).toBe('(***)');
      }
    }
  });

  it('are taken out of an address within an address', () => {
    const inner = encodeURIComponent(`https://b.example/?sid=${encodeURIComponent(secret)}`);
    const secrets = secretsOf({ headers: { 'x-api-key': secret } }, [], []);
    expect(addressWithoutSecrets(`https://a.example/?to=${inner}&x`, secrets)).toBe(
      'https://a.example/?to=https%3A%2F%2Fb.example%2F%3Fsid%3D***&x',
    );
  });

  it('are no words of an address', () => {
    const secrets = { given: [], cookies: ['english', 'accepted', 'yes', 'd41d8cd98f00b204'] };
    expect(addressWithoutSecrets('https://a.example/english/yes?accepted', secrets)).toBe(
      'https://a.example/english/yes?accepted',
    );
    expect(addressWithoutSecrets('https://D41D8CD98F00B204.a.example/', secrets)).toBe(
      'https://***.a.example/',
    );
  });

  it('leave any other text as it is', () => {
    const secrets = secretsOf({ headers: { 'x-api-key': 'k3y-0123456789' } }, [], ['c00kie-0123']);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(withoutSecrets(text, secrets)).toBe(text);
        expect(addressWithoutSecrets(text, secrets)).toBe(text);
      }),
    );
  });
});

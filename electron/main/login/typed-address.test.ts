import { expect, it } from 'vitest';
import { typedAddress } from './typed-address.ts';

it.each([
  ['shop.example', 'https://shop.example/'],
  [' shop.example:8443/login ', 'https://shop.example:8443/login'],
  ['http://shop.example/a?b', 'http://shop.example/a?b'],
  ['localhost:3000', 'http://localhost:3000/'],
  ['127.0.0.1:47800/customer/login', 'http://127.0.0.1:47800/customer/login'],
  ['https://ann:pw@shop.example/', 'https://shop.example/'],
])('reads %j', (text, url) => {
  expect(typedAddress(text).href).toBe(url);
});

it.each(['', 'a b', 'file:///etc/passwd', 'javascript:alert(1)', 'app://trawl/'])(
  'refuses %j',
  (text) => {
    expect(() => typedAddress(text)).toThrow('Give the address of the site');
  },
);

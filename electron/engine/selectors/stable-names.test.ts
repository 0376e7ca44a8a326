import { describe, expect, it } from 'vitest';
import { kindOfName } from './stable-names.ts';

describe('the name of a class', () => {
  it('ends before the hash of a build, whatever the hash looks like', () => {
    for (const hash of ['yAWZ0', 'x1Y2z', 'bdVaJa', '1q2w3e']) {
      const name = `Product_price__${hash}`;
      expect([name, kindOfName(name)]).toEqual([name, { kind: 'stem', start: 'Product_price__' }]);
    }
  });

  it('may be words with a number', () => {
    for (const name of ['recipe-step12', 'Offer-Tab2', 'shop-ABC1']) {
      expect([name, kindOfName(name)]).toEqual([name, { kind: 'named' }]);
    }
  });
});

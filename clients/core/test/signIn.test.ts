import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { factorOf } from '../src/index.js';

describe('what is shown as a second factor', () => {
  it('is a code where it is six digits, however they are grouped', () => {
    expect(factorOf('123456')).toEqual({ code: '123456' });
    expect(factorOf(' 123 456 ')).toEqual({ code: '123456' });
  });

  it('is a recovery code otherwise, as it was typed', () => {
    expect(factorOf(' 4f7k-9qzt-2m8w ')).toEqual({ recovery_code: '4f7k-9qzt-2m8w' });
    expect(factorOf('1234567')).toEqual({ recovery_code: '1234567' });
  });

  it('is always exactly one of both', () => {
    fc.assert(fc.property(fc.string(), (typed) => Object.keys(factorOf(typed)).length === 1));
  });
});

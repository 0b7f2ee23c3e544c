import { describe, expect, it } from 'vitest';

import { arrivalOf } from '../src/signin/arrival';

const at = (address: string) => new URL(address, 'https://k2.example');

describe('an address that the browser arrives at', () => {
  it('holds the token of a mail behind the hash', () => {
    expect(arrivalOf(at('/verify-email#token=abc'), null)).toEqual({
      kind: 'verify',
      token: 'abc',
    });
    expect(arrivalOf(at('/reset-password#abc'), null)).toEqual({ kind: 'reset', token: 'abc' });
  });

  it('gives no token from the query, where servers write it down', () => {
    expect(arrivalOf(at('/verify-email?token=abc'), null)).toEqual({ kind: 'verify', token: '' });
  });

  it('tells what a provider gave, and what the browser was sent for', () => {
    expect(arrivalOf(at('/login#provider=apple&state=s&code=c'), 'apple link')).toEqual({
      kind: 'oauth',
      provider: 'apple',
      purpose: 'link',
      given: { code: 'c', state: 's' },
    });
    expect(arrivalOf(at('/login?state=s&code=c'), 'google login')).toMatchObject({
      provider: 'google',
      purpose: 'login',
    });
  });

  it('tells that a provider said no', () => {
    expect(arrivalOf(at('/login#provider=apple&error=refused'), null)).toMatchObject({
      given: null,
    });
  });

  it('says nothing elsewhere', () => {
    expect(arrivalOf(at('/'), null)).toBeNull();
    expect(arrivalOf(at('/login'), null)).toBeNull();
    expect(arrivalOf(at('/link/kalshi?state=s&code=c'), null)).toBeNull();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  compareDecimals,
  decimalsOf,
  exact,
  formatAmount,
  formatCompact,
  formatPercent,
  formatPrice,
  formatQuantity,
  isOnStep,
  parseDecimal,
  parseTyped,
  plain,
  roundDown,
  roundUp,
} from '../src/index.js';
import { decimals, steps } from './given.js';

describe('reading', () => {
  it('refuses everything that is not a plain decimal', () => {
    for (const text of [
      '',
      ' ',
      '1e9',
      'NaN',
      'Infinity',
      '0x10',
      '1,5',
      '--1',
      '1.2.3',
      '.',
      '9'.repeat(500),
    ]) {
      expect(parseDecimal(text), text).toBeNull();
    }
  });

  it('keeps every digit of a small and of a large amount', () => {
    expect(plain(exact('0.000000000000000001'))).toBe('0.000000000000000001');
    expect(plain(exact('123456789012345678901234.123456789012345678'))).toBe(
      '123456789012345678901234.123456789012345678',
    );
  });

  it('drops spaces from what is typed and refuses a comma', () => {
    expect(parseTyped(' 1 000.5 ')?.toString()).toBe('1000.5');
    expect(parseTyped('1,5')).toBeNull();
    expect(parseTyped('-1')).toBeNull();
    expect(parseTyped('1e3')).toBeNull();
  });
});

describe('steps', () => {
  it('rounds down to a multiple that is at most one step below', () => {
    fc.assert(
      fc.property(decimals(1_000_000, 10), steps, (text, step) => {
        const value = exact(text);
        const rounded = roundDown(value, exact(step));

        expect(isOnStep(rounded, exact(step))).toBe(true);
        expect(rounded.lte(value)).toBe(true);
        expect(value.minus(rounded).lt(step)).toBe(true);
      }),
    );
  });

  it('rounds up to the same multiple or the next one', () => {
    fc.assert(
      fc.property(decimals(1_000_000, 10), steps, (text, step) => {
        const down = roundDown(exact(text), exact(step));
        const up = roundUp(exact(text), exact(step));

        expect(up.gte(text)).toBe(true);
        expect(up.minus(down).lte(step)).toBe(true);
      }),
    );
  });

  it('counts decimals without zeros at the end', () => {
    expect(decimalsOf('0.0100')).toBe(2);
    expect(decimalsOf('5')).toBe(0);
    expect(decimalsOf('0.00000001')).toBe(8);
  });
});

describe('comparing', () => {
  it('agrees with exact arithmetic whatever the zeros', () => {
    const padded = fc
      .tuple(decimals(100_000, 4), fc.nat(3), fc.nat(3))
      .map(([text, front, back]) => '0'.repeat(front) + text + '0'.repeat(back));
    fc.assert(
      fc.property(padded, padded, (left, right) => {
        expect(Math.sign(compareDecimals(left, right))).toBe(exact(left).comparedTo(exact(right)));
      }),
    );
  });
});

describe('writing', () => {
  it('loses no digit of an amount without a fixed number of decimals', () => {
    fc.assert(
      fc.property(decimals(10_000_000, 12), (text) => {
        expect(exact(formatAmount(text).replaceAll(',', '')).equals(text)).toBe(true);
      }),
    );
  });

  it('never shows more than there is', () => {
    fc.assert(
      fc.property(decimals(10_000_000, 12), fc.nat(8), (text, places) => {
        expect(exact(formatAmount(text, places).replaceAll(',', '')).lte(text)).toBe(true);
      }),
    );
  });

  it('groups by three and uses the typographic minus', () => {
    expect(formatAmount('1234567.5')).toBe('1,234,567.5');
    expect(formatAmount('-1234.56', 1)).toBe('−1,234.5');
    expect(formatAmount('0.00001234')).toBe('0.00001234');
    expect(formatAmount(null)).toBe('–');
  });

  it('writes a price with the decimals of its tick and never cuts it', () => {
    expect(formatPrice('67250.1', '0.01')).toBe('67,250.10');
    expect(formatPrice('0.00002014', '0.00000001')).toBe('0.00002014');
    expect(formatPrice('1.23456', '0.01')).toBe('1.23456');
  });

  it('gives a change its sign', () => {
    expect(formatPercent('2.145')).toBe('+2.14%');
    expect(formatPercent('-0.8249')).toBe('−0.82%');
    expect(formatPercent('-0.001')).toBe('0.00%');
    expect(formatPercent(null)).toBe('–');
  });

  it('keeps quantities to the width of a column', () => {
    expect(formatQuantity('0.5', 5)).toBe('0.50000');
    expect(formatQuantity('999999.9', 0)).toBe('999,999');
    expect(formatQuantity('379416032')).toBe('379.41M');
  });

  it('shortens volumes', () => {
    expect(formatCompact('4957.1')).toBe('4.95K');
    expect(formatCompact('1240000000')).toBe('1.24B');
    expect(formatCompact('12.345')).toBe('12.34');
    expect(formatCompact('0.000123456')).toBe('0.0001234');
  });
});

import { Decimal as DecimalJs } from 'decimal.js';

/**
 * Exact decimals. Amounts travel as strings; this clone never turns one into a JavaScript number and never
 * prints an exponent.
 */
export const Decimal = DecimalJs.clone({
  precision: 80,
  rounding: DecimalJs.ROUND_DOWN,
  toExpNeg: -200,
  toExpPos: 200,
});
export type Decimal = InstanceType<typeof Decimal>;

export type Direction = 'up' | 'down' | 'flat';

const PLAIN = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
/** Longer than any product of two amounts of the server. */
const LENGTH_MAX = 120;

/** Reads a decimal as the server writes it, or null for anything that is not one. */
export function parseDecimal(text: string | null | undefined): Decimal | null {
  if (text === null || text === undefined || text.length > LENGTH_MAX || !PLAIN.test(text)) {
    return null;
  }
  return new Decimal(text);
}

/** Reads a decimal that our own server promised; anything else is a broken contract and throws. */
export function exact(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === null) {
    throw new TypeError(`expected a decimal, found "${text}"`);
  }
  return value;
}

/**
 * Reads what a person typed. Spaces are dropped, a comma is refused: in half of the world it means a point,
 * and a guess would be wrong by a factor of a thousand.
 */
export function parseTyped(text: string): Decimal | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '');
  return /^(\d+(\.\d*)?|\.\d+)$/.test(plain) ? parseDecimal(plain) : null;
}

/** Digits after the point that a step needs: "0.0100" needs two, "5" none. */
export function decimalsOf(step: string): number {
  return parseDecimal(step)?.decimalPlaces() ?? 0;
}

/** The largest multiple of the step that is not above the value. */
export function roundDown(value: Decimal, step: Decimal): Decimal {
  return step.lte(0) ? value : value.div(step).floor().times(step);
}

/** The smallest multiple of the step that is not below the value. */
export function roundUp(value: Decimal, step: Decimal): Decimal {
  return step.lte(0) ? value : value.div(step).ceil().times(step);
}

export function isOnStep(value: Decimal, step: Decimal): boolean {
  return step.lte(0) || value.mod(step).isZero();
}

/** Without exponent and without zeros at the end; what goes into an input and onto the wire. */
export function plain(value: Decimal): string {
  return value.toFixed();
}

/** Compares two decimals as written, without building a number; the book sorts by it. */
export function compareDecimals(left: string, right: string): number {
  if (left === right) {
    return 0;
  }
  if (left.startsWith('-') || right.startsWith('-')) {
    return exact(left).comparedTo(exact(right));
  }
  const [leftWhole, leftPart] = halves(left);
  const [rightWhole, rightPart] = halves(right);
  if (leftWhole.length !== rightWhole.length) {
    return leftWhole.length < rightWhole.length ? -1 : 1;
  }
  if (leftWhole !== rightWhole) {
    return leftWhole < rightWhole ? -1 : 1;
  }
  const width = Math.max(leftPart.length, rightPart.length);
  const a = leftPart.padEnd(width, '0');
  const b = rightPart.padEnd(width, '0');
  return a === b ? 0 : a < b ? -1 : 1;
}

function halves(text: string): [string, string] {
  const point = text.indexOf('.');
  const whole = point < 0 ? text : text.slice(0, point);
  const part = point < 0 ? '' : text.slice(point + 1);
  return [whole.replace(/^\+?0+/, ''), part];
}

export function isZero(text: string): boolean {
  return /^[+-]?0*\.?0*$/.test(text);
}

export function direction(text: string | null | undefined): Direction {
  const value = parseDecimal(text);
  if (value === null || value.isZero()) {
    return 'flat';
  }
  return value.isPositive() ? 'up' : 'down';
}

/**
 * For reading: groups of three, a fixed number of decimals when given. Digits beyond are cut, never rounded
 * up, so that nobody sees more than there is.
 */
export function formatAmount(text: string | null | undefined, decimals?: number): string {
  const value = parseDecimal(text);
  if (value === null) {
    return '–';
  }
  const fixed =
    decimals === undefined ? value.toFixed() : value.toFixed(decimals, Decimal.ROUND_DOWN);
  return grouped(fixed);
}

/** For averages and what is reckoned from them, whose digits may have no end: rounded to so many at most. */
export function formatRounded(text: string | null | undefined, decimals: number): string {
  const value = parseDecimal(text);
  return value === null
    ? '–'
    : grouped(value.toDecimalPlaces(decimals, Decimal.ROUND_HALF_EVEN).toFixed());
}

/** At least the tick's decimals, and more where the price has more: a price is never cut. */
export function formatPrice(text: string | null | undefined, tickSize: string): string {
  const value = parseDecimal(text);
  if (value === null) {
    return '–';
  }
  return grouped(value.toFixed(Math.max(decimalsOf(tickSize), value.decimalPlaces())));
}

/** A share in percent with its sign: "+2.14%". The minus is the typographic one, as wide as the plus. */
export function formatPercent(text: string | null | undefined, decimals = 2): string {
  const value = parseDecimal(text);
  if (value === null) {
    return '–';
  }
  const rounded = value.toDecimalPlaces(decimals, Decimal.ROUND_HALF_EVEN);
  const sign = rounded.isZero() ? '' : rounded.isNegative() ? '−' : '+';
  return `${sign}${grouped(rounded.abs().toFixed(decimals))}%`;
}

const SCALES: readonly (readonly [string, string])[] = [
  ['1000000000000', 'T'],
  ['1000000000', 'B'],
  ['1000000', 'M'],
  ['1000', 'K'],
];

/** Short figures for volumes: 1.24B, 512.30K, 0.0042. Three to five digits, cut. */
export function formatCompact(text: string | null | undefined): string {
  const value = parseDecimal(text);
  if (value === null) {
    return '–';
  }
  for (const [scale, letter] of SCALES) {
    if (value.abs().gte(scale)) {
      return grouped(value.div(scale).toFixed(2, Decimal.ROUND_DOWN)) + letter;
    }
  }
  return value.abs().gte(1)
    ? value.toFixed(2, Decimal.ROUND_DOWN)
    : value.toSignificantDigits(4, Decimal.ROUND_DOWN).toFixed();
}

const LARGE = '1000000';

/** A quantity for narrow columns: fixed decimals while it is short, 379.41M where it would not fit. */
export function formatQuantity(text: string | null | undefined, decimals?: number): string {
  const value = parseDecimal(text);
  return value?.abs().gte(LARGE) === true ? formatCompact(text) : formatAmount(text, decimals);
}

function grouped(fixed: string): string {
  const negative = fixed.startsWith('-');
  const unsigned = negative ? fixed.slice(1) : fixed;
  const point = unsigned.indexOf('.');
  const whole = point < 0 ? unsigned : unsigned.slice(0, point);
  const part = point < 0 ? '' : unsigned.slice(point);
  return (negative ? '−' : '') + whole.replace(/\B(?=(\d{3})+$)/g, ',') + part;
}

/** The one door from money to a JavaScript number: pixels of a chart or a bar, never an amount. */
export function toCoordinate(text: string): number {
  return Number(text);
}

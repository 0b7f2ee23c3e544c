import { afterEach, describe, expect, it } from 'vitest';

import {
  clockAt,
  formatClock,
  formatMoment,
  momentOf,
  showTimesIn,
  startOfDay,
} from '../src/index.js';

afterEach(() => showTimesIn(undefined));

describe('times', () => {
  it('are shown where the person wants them, from the next one on', () => {
    const noon = '2026-01-15T12:00:00.000Z';
    showTimesIn('UTC');
    expect(formatClock(noon)).toBe('12:00:00');
    showTimesIn('Asia/Tokyo');
    expect(formatClock(noon)).toBe('21:00:00');
  });

  it('have their day where it is another one there', () => {
    const late = '2026-01-15T23:30:00.000Z';
    const later = Date.parse('2026-01-16T00:30:00.000Z');
    showTimesIn('UTC');
    expect(formatMoment(late, later)).toBe('15 Jan 23:30:00');
    showTimesIn('Europe/Berlin');
    expect(formatMoment(late, later)).toBe('00:30:00');
  });

  it('typed as clock and calendar are meant where they are shown', () => {
    showTimesIn('UTC');
    expect(momentOf('2026-07-01T09:30')).toBe('2026-07-01T09:30:00.000Z');
    showTimesIn('America/New_York');
    expect(momentOf('2026-07-01T09:30')).toBe('2026-07-01T13:30:00.000Z');
    expect(momentOf('2026-12-01T09:30')).toBe('2026-12-01T14:30:00.000Z');
    expect(clockAt(Date.parse('2026-12-01T14:30:00.000Z'))).toBe('2026-12-01T09:30');
    expect(momentOf('')).toBeNull();
    expect(momentOf('2026-13-01T09:30')).toBeNull();
  });

  it('begin their days there, also in the night in which the clocks change', () => {
    showTimesIn('UTC');
    expect(new Date(startOfDay('2026-01-15')).toISOString()).toBe('2026-01-15T00:00:00.000Z');
    showTimesIn('America/New_York');
    expect(new Date(startOfDay('2026-01-15')).toISOString()).toBe('2026-01-15T05:00:00.000Z');
    expect(new Date(startOfDay('2026-03-08')).toISOString()).toBe('2026-03-08T05:00:00.000Z');
    expect(new Date(startOfDay('2026-03-09')).toISOString()).toBe('2026-03-09T04:00:00.000Z');
  });
});

import { describe, expect, it } from 'vitest';

import { filterOf } from '../src/account/Activity';
import { deviceOf } from '../src/account/device';
import { agoOf } from '../src/account/moments';
import { pathOf } from '../src/account/QrCode';
import { named } from '../src/account/saveFile';
import { accountAddress, placeOf, SECTIONS } from '../src/place';

describe('the parts of the account page', () => {
  it('have addresses of their own, and a changed one leads to the first', () => {
    for (const section of SECTIONS) {
      expect(placeOf(accountAddress(section))).toEqual({ screen: 'account', section });
    }
    expect(placeOf('#/account/nonsense')).toEqual({ screen: 'account', section: 'profile' });
    expect(placeOf('#/accounts')).toEqual({ screen: 'trade' });
  });
});

describe('a device', () => {
  it('is told by browser and system', () => {
    const edge = 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0';
    expect(deviceOf(edge)).toBe('Edge, Windows');
    expect(deviceOf('Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0')).toBe('Firefox, Linux');
  });

  it('that is no browser keeps its name, and one without a name has none', () => {
    expect(deviceOf('k2-bot/2.1')).toBe('k2-bot/2.1');
    expect(deviceOf(' ')).toBeNull();
  });
});

describe('small things', () => {
  it('tell how long ago something was', () => {
    expect(agoOf(-5)).toEqual(['account.ago.now', { count: 0 }]);
    expect(agoOf(119 * 60_000)).toEqual(['account.ago.minutes', { count: 119 }]);
    expect(agoOf(47 * 3_600_000)).toEqual(['account.ago.hours', { count: 47 }]);
    expect(agoOf(48 * 3_600_000)).toEqual(['account.ago.days', { count: 2 }]);
  });

  it('draw a run of dark cells as one piece', () => {
    const rows = [
      [true, true, false],
      [false, false, true],
    ];
    expect(pathOf(rows)).toBe('M0 0h2v1h-2zM2 1h1v1h-1z');
  });

  it('take the last day of a filter whole', () => {
    const form = new FormData();
    form.set('action', ' placeOrder ');
    form.set('from', '2026-11-20');
    form.set('to', '2026-11-20');

    const { action, from = '', to = '' } = filterOf(form);

    expect(action).toBe('placeOrder');
    expect(Date.parse(to) - Date.parse(from)).toBe(86_399_999);
  });

  it('name a file by its day', () => {
    expect(named('export', 'json', new Date('2026-11-21T23:59:00Z'))).toBe(
      'k2-export-2026-11-21.json',
    );
  });
});

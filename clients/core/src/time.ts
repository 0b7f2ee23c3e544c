/* Times as a person reads them. They choose where: in their browser's zone, in another, or in UTC. */

let zone: string | undefined;

/** Shows times in a zone such as Europe/Berlin from now on; undefined for the browser's own. */
export function showTimesIn(named: string | undefined): void {
  zone = named;
}

/** A form for times in the chosen zone, made once for each that is chosen. */
export function zoned(locale: string | undefined, options: Intl.DateTimeFormatOptions) {
  let made: { readonly zone: string | undefined; readonly form: Intl.DateTimeFormat } | null = null;
  return {
    format(millis: number): string {
      if (made === null || made.zone !== zone) {
        const named = zone === undefined ? {} : { timeZone: zone };
        made = { zone, form: new Intl.DateTimeFormat(locale, { ...options, ...named }) };
      }
      return made.form.format(millis);
    },
  };
}

/** How old something is, short: "0.4 s", "12 s", "3 min", "2 h", "5 d". */
export function formatAge(millis: number): string {
  if (millis < 0) {
    return '0.0 s';
  }
  if (millis < 10_000) {
    return `${(Math.floor(millis / 100) / 10).toFixed(1)} s`;
  }
  if (millis < 120_000) {
    return `${Math.floor(millis / 1_000)} s`;
  }
  if (millis < 7_200_000) {
    return `${Math.floor(millis / 60_000)} min`;
  }
  if (millis < 172_800_000) {
    return `${Math.floor(millis / 3_600_000)} h`;
  }
  return `${Math.floor(millis / 86_400_000)} d`;
}

const clock = zoned('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = zoned('en-GB', { day: '2-digit', month: 'short' });
const date = zoned('sv-SE', { dateStyle: 'short' });
const dateAndClock = zoned('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });

/** Time of day where times are shown. */
export function formatClock(iso: string | null | undefined): string {
  const millis = parseTime(iso);
  return millis === null ? '–' : clock.format(millis);
}

/** Time where times are shown, with the day where it is not today. The year is in the tooltip's UTC. */
export function formatMoment(iso: string | null | undefined, nowMillis = Date.now()): string {
  const millis = parseTime(iso);
  if (millis === null) {
    return '–';
  }
  const sameDay = date.format(millis) === date.format(nowMillis);
  return sameDay ? clock.format(millis) : `${day.format(millis)} ${clock.format(millis)}`;
}

/** The same moment in UTC, whole, for tooltips. */
export function formatUtc(iso: string | null | undefined): string {
  const millis = parseTime(iso);
  return millis === null
    ? '–'
    : `${new Date(millis).toISOString().replace('T', ' ').slice(0, 19)} UTC`;
}

export function parseTime(iso: string | null | undefined): number | null {
  if (iso === null || iso === undefined) {
    return null;
  }
  const millis = Date.parse(iso);
  return Number.isNaN(millis) ? null : millis;
}

/** The moment at which a day such as 2026-11-22 begins where times are shown. */
export function startOfDay(written: string): number {
  const utc = Date.parse(`${written}T00:00:00.000Z`);
  // Where the clocks change in that night, the offset of the first guess is that of another hour.
  return utc - offsetMillis(utc - offsetMillis(utc));
}

/** The moment that a clock and a calendar such as 2026-11-22T09:30 mean where times are shown; null for none. */
export function momentOf(written: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})$/.exec(written);
  const utc = match === null ? NaN : Date.parse(`${written}:00.000Z`);
  if (Number.isNaN(utc)) {
    return null;
  }
  return new Date(utc - offsetMillis(utc - offsetMillis(utc))).toISOString();
}

/** What clock and calendar show at a moment where times are shown, as an input of both writes it. */
export function clockAt(millis: number): string {
  return dateAndClock.format(millis).replace(' ', 'T').slice(0, 16);
}

/** How far ahead of UTC the clocks are at a moment. */
function offsetMillis(millis: number): number {
  const whole = Math.floor(millis / 1_000) * 1_000;
  return Date.parse(`${dateAndClock.format(whole).replace(' ', 'T')}.000Z`) - whole;
}

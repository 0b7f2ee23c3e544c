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

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short' });

/** Time of day in the reader's own zone. */
export function formatClock(iso: string | null | undefined): string {
  const millis = parseTime(iso);
  return millis === null ? '–' : clock.format(millis);
}

/** Time in the reader's own zone, with the day where it is not today. The year is in the tooltip's UTC. */
export function formatMoment(iso: string | null | undefined, nowMillis = Date.now()): string {
  const millis = parseTime(iso);
  if (millis === null) {
    return '–';
  }
  const sameDay = new Date(millis).toDateString() === new Date(nowMillis).toDateString();
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

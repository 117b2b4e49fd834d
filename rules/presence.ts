/**
 * Who is at work at a given moment: absences (whole days) and the hours that somebody works. Away means that a
 * deputy stands in, in every rule.
 */
import type { Absence, Council, PersonId, Weekday, WorkingHours } from './council.ts';

/** Neither on leave nor outside the hours that they work. `now` is in milliseconds since 1970. */
export function isPresent(council: Council, id: PersonId, now: number): boolean {
  const works = council.people.get(id)?.works ?? null;
  return !isOnLeave(council, id, now) && (works === null || isWithin(works, now));
}

/** Days count in the council's own time zone, both ends included. */
export function isOnLeave(council: Council, id: PersonId, now: number): boolean {
  const theirs = council.absences.filter((absence) => absence.person === id);
  return theirs.length > 0 && covers(theirs, localTime(now, council.officeHours.zone).date);
}

function isWithin(hours: WorkingHours, now: number): boolean {
  const { weekday, time } = localTime(now, hours.zone);
  return hours.days.includes(weekday) && hours.from <= time && time < hours.to;
}

type LocalTime = { readonly date: string; readonly time: string; readonly weekday: Weekday };

/** `YYYY-MM-DD`, `HH:MM` and weekday at `now` in an IANA zone: comparable as text. */
function localTime(now: number, zone: string): LocalTime {
  const parts = new Map(
    clock(zone)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
    weekday: part('weekday').toLowerCase() as Weekday,
  };
}

function covers(absences: readonly Absence[], date: string): boolean {
  return absences.some(({ from, to }) => (from === null || from <= date) && (to === null || date <= to));
}

function clock(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
}

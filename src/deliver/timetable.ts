/**
 * When a deferred copy is tried again. Close together at first, because most 4yz are greylisting or a restart, and a
 * letter about tonight's meeting should not wait an hour for them; then every two hours, because RFC 5321 §4.5.4.1
 * asks for patience and four to five days of it.
 */
const MINUTES = [1, 2, 5, 10, 20, 30, 60, 120] as const;
const LAST_MINUTES = 120;

/**
 * Milliseconds from now to the next attempt, after `tries` that failed (1: the first just did). `random` gives 0 to 1:
 * up to a fifth is added, so that what failed together does not come back together.
 */
export function timetable(tries: number, random: () => number): number {
  const minutes = MINUTES[Math.max(0, tries - 1)] ?? LAST_MINUTES;
  return Math.round(minutes * 60_000 * (1 + random() * 0.2));
}

/** Whether a `Date` says when (RFC 5322 §3.3, and §4.3 as older programs write it). Where it does not, readers' programs put another. */

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DATE =
  /^(?:[a-z]{3,9}\s{0,9},?\s{0,9})?(\d{1,2})[\s-]{1,9}([a-z]{3,9})[\s-]{1,9}(\d{2,4})\s{1,9}(\d{1,2})\s?:\s?(\d{2})(?:\s?:\s?(\d{2}))?(?:\s{0,9}(?:[+-]\d{4}|[a-z]{1,5}))?$/i;

export function saysWhen(value: string): boolean {
  const plain = value
    .slice(0, 400)
    .replace(/\([^()]{0,200}\)/g, ' ')
    .trim();
  const match = DATE.exec(plain);
  if (!match) return false;
  const [day = 0, hour = 0, minute = 0, second = 0] = [1, 4, 5, 6].map((at) => Number(match[at] ?? 0));
  const month = MONTHS.includes((match[2] ?? '').slice(0, 3).toLowerCase());
  return month && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 60;
}

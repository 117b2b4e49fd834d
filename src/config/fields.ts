/**
 * The kinds of value that stand in our YAML files (addresses, dates, times, sizes, durations …), each read once into
 * the value the rest of the program uses, or refused with words of its own.
 */
import * as z from 'zod';
import { type EmailAddress, readAddress } from '../../rules/address.ts';
import type { WorkingHours } from '../../rules/council.ts';
import type { Problem } from './fault.ts';

type Read<T> = { readonly value: T } | Problem;

/** A text that `read` makes something of. Numbers count as text: `minute: 41`, `recipients: 200`. */
export function field<T>(read: (text: string) => Read<T>) {
  return z.union([z.string(), z.number()]).transform((written, context): T => {
    const reading = read(String(written).trim());
    if ('value' in reading) return reading.value;
    context.addIssue({ code: 'custom', message: reading.says, params: { remedy: reading.remedy } });
    return z.NEVER;
  });
}

/** A set of keys, no others. */
export function keys<S extends z.core.$ZodShape>(shape: S) {
  const known = Object.keys(shape).join(' ');
  // zod says which keys are unknown, not which are known: the message carries them to `shape.ts`
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? known : undefined) });
}

/** A list that may be left out. */
export function listOf<S extends z.ZodType>(item: S) {
  return z.array(item).default([]);
}

/** One, or a list of them. */
export function oneOrMore<S extends z.ZodType>(item: S) {
  return z.preprocess((value) => (Array.isArray(value) || value === undefined ? value : [value]), z.array(item));
}

export const text = field<string>((written) =>
  written === '' ? { says: 'it is empty', remedy: 'write something' } : { value: written },
);

export const address = field<EmailAddress>((written) => {
  const reading = readAddress(written);
  if (reading.kind === 'address' && isDomain(reading.address.slice(reading.address.lastIndexOf('@') + 1))) {
    return { value: reading.address };
  }
  const why = reading.kind === 'invalid' ? reading.why : 'its domain is not one';
  return { says: `\`${written}\` is no address: ${why}`, remedy: 'write it as `name@domain`' };
});

export const domain = field<string>((written) => {
  const folded = written.toLowerCase().replace(/\.$/, '');
  if (isDomain(folded)) return { value: folded };
  return { says: `\`${written}\` is no domain`, remedy: 'write what stands behind the @, such as `council.example`' };
});

/** Either, in lower case. */
export const addressOrDomain = field<string>((written) => {
  const reading = readAddress(written);
  if (reading.kind === 'address' && isDomain(reading.address.slice(reading.address.lastIndexOf('@') + 1)))
    return { value: reading.address };
  if (isDomain(written.toLowerCase())) return { value: written.toLowerCase() };
  return { says: `\`${written}\` is neither an address nor a domain`, remedy: 'write `name@domain` or `domain`' };
});

export const date = field<string>((written) => {
  const wrong = { says: `\`${written}\` is no date`, remedy: 'write it as `2027-05-06`: year, month, day' };
  if (!/^\d{4}-\d\d-\d\d$/.test(written)) return wrong;
  const day = new Date(`${written}T00:00:00Z`);
  // 31 February becomes 3 March: a date that does not come back as itself is none
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== written ? wrong : { value: written };
});

const time = field<string>((written) =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(written)
    ? { value: written }
    : { says: `\`${written}\` is no time of day`, remedy: 'write it as `"09:00"`, from `00:00` to `23:59`' },
);

const zone = field<string>((written) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: written });
    return { value: written };
  } catch {
    return { says: `\`${written}\` is no time zone`, remedy: 'write a name such as `Europe/London`' };
  }
});

const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

/** Hours of the week; without a zone, `null` stands for the council's. */
export const hours = keys({ days: z.array(weekday).min(1), from: time, to: time, zone: zone.optional() }).transform(
  (written, context): Omit<WorkingHours, 'zone'> & { readonly zone: string | null } => {
    if (written.from >= written.to) {
      const message = `the hours end at \`${written.to}\`, not after they begin at \`${written.from}\``;
      context.addIssue({ code: 'custom', message, params: { remedy: 'write `from` before `to`, both on one day' } });
    }
    return { ...written, zone: written.zone ?? null };
  },
);

export function isDomain(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(text);
}

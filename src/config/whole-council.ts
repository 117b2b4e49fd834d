/**
 * What no single key of council.yaml shows: an address with two owners, an id given twice, an election that ends
 * before it starts, the council's own domain among the protected.
 */
import { readAddress } from '../../rules/address.ts';
import type { Fault } from './fault.ts';
import { valueAt } from './key.ts';
import { wordsAt } from './references.ts';
import { faultAt, type Written } from './yaml-file.ts';

export function wholeCouncilFaults(written: Written): readonly Fault[] {
  return [...addressFaults(written), ...idFaults(written), ...periodFaults(written), ...protectedFaults(written)];
}

/** Mail to an address must have one owner, or nobody could say whose it is. */
function addressFaults(written: Written): readonly Fault[] {
  const owners = new Map<string, string>();
  return [...ownedAddresses(written)].flatMap(({ path, name, owner }) => {
    const reading = readAddress(name);
    const address = reading.kind === 'address' ? reading.address : name;
    const before = owners.get(address);
    owners.set(address, before ?? owner);
    if (before === undefined || before === owner) return [];
    return [
      faultAt(written, path, `\`${name}\` is also the address of ${before}`, 'give each address to one of them alone'),
    ];
  });
}

function* ownedAddresses({ value }: Written) {
  const people = [...wordsAt(value, ['people', '*', 'email']), ...wordsAt(value, ['people', '*', 'also', '*'])];
  for (const word of people) {
    const id = valueAt(value, [...word.path.slice(0, 2), 'id']);
    yield { ...word, owner: typeof id === 'string' ? `\`${id}\`` : `the person in place ${Number(word.path[1]) + 1}` };
  }
  for (const word of wordsAt(value, ['lists', '*', 'address']))
    yield { ...word, owner: `a list, number ${Number(word.path[1]) + 1}` };
  for (const word of wordsAt(value, ['records', '*'])) yield { ...word, owner: 'a filing mailbox under `records`' };
}

function idFaults(written: Written): readonly Fault[] {
  const seen = new Set<string>();
  return wordsAt(written.value, ['people', '*', 'id']).flatMap(({ path, name }) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [faultAt(written, path, `two people have the id \`${name}\``, 'give one of them another id')];
  });
}

const PERIODS = [
  {
    list: ['council', 'elections'],
    first: 'notice',
    last: 'polling_day',
    says: (from: string, to: string) => `the election ends on \`${to}\`, before its notice of \`${from}\``,
    remedy: 'the notice of election comes first, polling day some weeks later',
  },
  {
    list: ['absences'],
    first: 'from',
    last: 'to',
    says: (from: string, to: string) => `the absence ends on \`${to}\`, before it begins on \`${from}\``,
    remedy: 'write `from` before `to`',
  },
] as const;

function periodFaults(written: Written): readonly Fault[] {
  return PERIODS.flatMap(({ list, first, last, says, remedy }) =>
    wordsAt(written.value, [...list, '*', last]).flatMap(({ path, name: to }) => {
      const from = valueAt(written.value, [...path.slice(0, -1), first]);
      return !isDate(from) || !isDate(to) || from <= to ? [] : [faultAt(written, path, says(from, to), remedy)];
    }),
  );
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
}

/** No rule acts on mail to a protected domain: with the council's own among them, none would act at all. */
function protectedFaults(written: Written): readonly Fault[] {
  const own = wordsAt(written.value, ['council', 'domains', '*']).map(({ name }) => name.toLowerCase());
  return wordsAt(written.value, ['protected', '*']).flatMap(({ path, name }) => {
    const entry = name.toLowerCase();
    if (!own.some((domain) => domain === entry || domain.endsWith(`.${entry}`))) return [];
    return [
      faultAt(
        written,
        path,
        `\`${name}\` covers the council's own mailboxes, so that no rule would act on anything`,
        'protect the one address that is meant',
      ),
    ];
  });
}

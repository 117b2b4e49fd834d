/**
 * Whom and what the entries of council.yaml refer to: every id must be somebody's. Works on the file as written, so
 * that a slip in one place does not hide the faults in another.
 */
import type { Fault, Path } from './fault.ts';
import { valueAt } from './key.ts';
import { didYouMean } from './nearest.ts';
import { faultAt, type Written } from './yaml-file.ts';

type Referent = 'person' | 'member' | 'officer' | 'ward' | 'committee' | 'group';

/** `*` stands for every entry of a list or a map; `*key` for the names of a map's keys. */
const REFERENCES: readonly (readonly [pattern: string, to: Referent])[] = [
  ['council.proper_officer', 'officer'],
  ['council.deputies.*', 'officer'],
  ['council.chair', 'member'],
  ['council.deputy_chair', 'member'],
  ['council.elections.*.wards.*', 'ward'],
  ['principal_authorities.*.ward_councillors.*key', 'ward'],
  ['people.*.ward', 'ward'],
  ['people.*.group', 'group'],
  ['people.*.manager', 'person'],
  ['people.*.offices.*', 'committee'],
  ['lists.*.people.*', 'person'],
  ['committees.*.members.*', 'person'],
  ['committees.*.chair', 'person'],
  ['direct_contacts.*.member', 'member'],
  ['direct_contacts.*.officer', 'officer'],
  ['direct_contacts.*.office', 'committee'],
  ['delegates.*.person', 'person'],
  ['consents.*', 'member'],
  ['consents.*.member', 'member'],
  ['consents.*.officer', 'officer'],
  ['interests.*.person', 'person'],
  ['spokespeople.*', 'person'],
  ['signatories.*', 'member'],
  ['reviewers.about_proper_officer', 'person'],
  ['absences.*', 'person'],
  ['absences.*.person', 'person'],
];

/** Every reference to a person, ward, committee or group that does not exist or is of the wrong role. */
export function referenceFaults(written: Written): readonly Fault[] {
  const known = directory(written.value);
  return REFERENCES.flatMap(([pattern, to]) =>
    wordsAt(written.value, pattern.split('.')).flatMap(({ path, name }) => {
      const problem = check(to, name, known);
      return problem === null ? [] : [faultAt(written, path, problem.says, problem.remedy)];
    }),
  );
}

type Directory = {
  readonly roles: ReadonlyMap<string, unknown>;
  readonly wards: readonly string[];
  readonly committees: readonly string[];
  readonly groups: readonly string[];
};

function directory(value: Written['value']): Directory {
  const people = wordsAt(value, ['people', '*', 'id']).map(
    ({ path, name }) => [name, valueAt(value, [...path.slice(0, -1), 'role'])] as const,
  );
  return {
    roles: new Map(people),
    wards: Object.keys(valueAt(value, ['wards']) ?? {}),
    committees: Object.keys(valueAt(value, ['committees']) ?? {}),
    groups: wordsAt(value, ['groups', '*']).map(({ name }) => name),
  };
}

function check(to: Referent, name: string, known: Directory) {
  if (to === 'ward') return among(name, known.wards, 'no ward of this council', 'add it under `wards`');
  if (to === 'group') return among(name, known.groups, 'no party group of this council', 'add it under `groups`');
  if (to === 'committee') {
    const committee = name.split(':')[1];
    return committee === undefined
      ? null
      : among(committee, known.committees, 'no committee of this council', 'add it under `committees`');
  }
  const role = known.roles.get(name);
  if (role === undefined)
    return among(
      name,
      [...known.roles.keys()],
      'nobody under `people`',
      'add the person under `people`, or use the id of one who is there',
    );
  if (to === 'person' || role === to || (role !== 'member' && role !== 'officer')) return null;
  const article = { member: 'a member', officer: 'an officer' };
  const ids = [...known.roles].filter(([, theirs]) => theirs === to).map(([id]) => id);
  return {
    says: `\`${name}\` is ${article[role]}, and this wants ${article[to]}`,
    remedy: ids.length === 0 ? `add ${article[to]} under \`people\`` : `name ${article[to]}, such as \`${ids[0]}\``,
  };
}

function among(name: string, known: readonly string[], says: string, otherwise: string) {
  return known.includes(name) ? null : { says: `\`${name}\` is ${says}`, remedy: didYouMean(name, known, otherwise) };
}

/** The words that stand where the pattern leads; whatever has another form is a matter for the shape. */
export function wordsAt(
  value: unknown,
  pattern: readonly string[],
  path: Path = [],
): readonly { readonly path: Path; readonly name: string }[] {
  const [step, ...rest] = pattern;
  if (step === undefined) return typeof value === 'string' ? [{ path, name: value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (step === '*key') return Object.keys(value).map((name) => ({ path: [...path, name], name }));
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value);
  const chosen = step === '*' ? entries : entries.filter(([name]) => name === step);
  return chosen.flatMap(([name, item]) => wordsAt(item, rest, [...path, name]));
}

/** Whether somebody can hold the role they are to sign in with: a role is a post in the council, not a favour. */
import type { Council, CouncilId, Person, PersonId } from '../../rules/council.ts';
import type { Role } from './account.ts';

export type Posting = {
  readonly name: string;
  readonly role: Role;
  /** Null: the name is the person's id, if it is anybody's. */
  readonly person: string | null;
  /** Those that may be meant. */
  readonly councils: readonly Council[];
};

export type Posted =
  | { readonly kind: 'posted'; readonly council: CouncilId; readonly person: PersonId | null }
  | { readonly kind: 'refused'; readonly why: string };

export function personFor({ name, role, person, councils }: Posting): Posted {
  const id = person ?? name;
  const [council, ...others] = councils.filter(({ people }) => people.has(id as PersonId));
  if (council !== undefined && others.length > 0) return { kind: 'refused', why: inSeveral(id, [council, ...others]) };
  const found = council?.people.get(id as PersonId);
  if (council !== undefined && found !== undefined) {
    const why = whyNot(council, found, role);
    return why === null ? { kind: 'posted', council: council.id, person: found.id } : { kind: 'refused', why };
  }
  const [first] = councils;
  const needsNobody = role === 'auditor' || role === 'administrator';
  if (person === null && needsNobody && first !== undefined) return { kind: 'posted', council: first.id, person: null };
  const how = person === null ? `; name the person with --person` : '';
  return { kind: 'refused', why: `\`${id}\` is nobody of the directory, and the role ${role} is somebody's${how}` };
}

function inSeveral(id: string, councils: readonly Council[]): string {
  const where = councils.map((council) => `${council.name} (${council.id})`).join(' and ');
  return `\`${id}\` is somebody of ${where}: say with --council which is meant`;
}

function whyNot(council: Council, person: Person, role: Role): string | null {
  switch (role) {
    case 'member':
    case 'member-reviewer':
      return person.role === 'member' ? null : `${person.name} is no member of ${council.name}`;
    case 'officer':
      return person.role === 'officer' ? null : `${person.name} is no officer of ${council.name}`;
    case 'proper-officer':
      return person.id === council.properOfficer ? null : `${person.name} is not the proper officer of ${council.name}`;
    case 'deputy':
      return council.deputies.includes(person.id)
        ? null
        : `${person.name} is not among the deputies of ${council.name}`;
    case 'auditor':
    case 'administrator':
      return null;
  }
}

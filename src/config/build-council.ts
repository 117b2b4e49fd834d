/** A council from its file, once nothing in it is at fault: names become ids, lists become maps. */
import type { EmailAddress } from '../../rules/address.ts';
import type {
  Belongs,
  Council,
  CouncilId,
  List,
  Person,
  PersonId,
  RuleSetting,
  Ward,
  WardId,
  WorkingHours,
} from '../../rules/council.ts';
import type { Protocol, RuleId } from '../../rules/protocol.ts';
import type { CouncilAsWritten } from './council-shape.ts';
import { protectedEntries } from './protected-list.ts';

type Parts = {
  readonly written: CouncilAsWritten;
  readonly protocol: Protocol;
  readonly rules: ReadonlyMap<RuleId, RuleSetting>;
  readonly builtInProtected: readonly string[];
};

export function buildCouncil({ written, protocol, rules, builtInProtected }: Parts): Council {
  const { council } = written;
  const zone = council.office_hours.zone ?? 'Europe/London';
  const people = written.people.map((person) => buildPerson(person, zone));
  const lists = written.lists.map((list) => buildList(list, people));
  const records = written.records;
  return {
    id: (council.id ?? council.domains[0]) as CouncilId,
    name: council.name,
    domains: council.domains,
    protocol,
    properOfficer: council.proper_officer as PersonId,
    deputies: council.deputies as PersonId[],
    chair: council.chair as PersonId,
    deputyChair: personOrNull(council.deputy_chair),
    monitoringOfficer: council.monitoring_officer ?? null,
    officeHours: { ...council.office_hours, zone },
    elections: council.elections.map((election) => ({
      notice: election.notice,
      pollingDay: election.polling_day,
      wards: (election.wards as WardId[] | undefined) ?? null,
    })),
    principalAuthorities: written.principal_authorities.map(({ ward_councillors, ...authority }) => ({
      ...authority,
      wardCouncillors: new Map(Object.entries(ward_councillors) as [WardId, EmailAddress[]][]),
    })),
    media: written.media,
    authorisedMedia: written.authorised_media,
    protected: protectedEntries(
      builtInProtected,
      written.protected,
      written.protected_removed.map(({ entry }) => entry),
    ),
    advisers: written.advisers,
    casework: written.casework,
    confidentialLabels: written.confidential_labels,
    records,
    wards: new Map(
      Object.entries(written.wards).map(([id, ward]) => [id as WardId, { id: id as WardId, ...ward } satisfies Ward]),
    ),
    groups: written.groups,
    people: new Map(people.map((person) => [person.id, person])),
    lists,
    ...arrangements(written),
    rules,
    addresses: ownersOf(people, lists, records),
  };
}

type Arrangements = Pick<
  Council,
  | 'committees'
  | 'directContacts'
  | 'delegates'
  | 'consents'
  | 'interests'
  | 'spokespeople'
  | 'signatories'
  | 'aboutProperOfficer'
  | 'absences'
>;

function arrangements(written: CouncilAsWritten): Arrangements {
  return {
    committees: Object.entries(written.committees).map(([name, { members, chair }]) => ({
      name,
      members: members as PersonId[],
      chair: chair as PersonId,
    })),
    directContacts: written.direct_contacts.map(({ member, office, officer, matter, may_instruct }) => ({
      holder:
        member === undefined
          ? { kind: 'office', office: office ?? '' }
          : { kind: 'member', person: member as PersonId },
      officer: officer as PersonId,
      matter,
      mayInstruct: may_instruct,
    })),
    delegates: written.delegates.map(({ sender, person }) => ({ sender, person: person as PersonId })),
    consents: written.consents.map(({ member, officer }) => ({
      member: member as PersonId,
      officer: personOrNull(officer),
    })),
    interests: written.interests.map(({ person, matter }) => ({ person: person as PersonId, matter })),
    spokespeople: written.spokespeople as PersonId[],
    signatories: written.signatories as PersonId[],
    aboutProperOfficer: personOrNull(written.reviewers.about_proper_officer),
    absences: written.absences.map(({ person, from, to }) => ({
      person: person as PersonId,
      from: from ?? null,
      to: to ?? null,
    })),
  };
}

function buildPerson(written: CouncilAsWritten['people'][number], zone: string): Person {
  return {
    id: written.id as PersonId,
    name: written.name,
    role: written.role,
    email: written.email,
    also: written.also,
    ward: (written.ward as WardId | undefined) ?? null,
    group: written.group ?? null,
    offices: written.offices,
    post: written.post ?? null,
    manager: personOrNull(written.manager),
    works:
      written.works === undefined
        ? null
        : ({ ...written.works, zone: written.works.zone ?? zone } satisfies WorkingHours),
  };
}

function buildList(
  { address, people, shared_mailbox }: CouncilAsWritten['lists'][number],
  all: readonly Person[],
): List {
  const role = { 'all-members': 'member', 'all-officers': 'officer', everybody: null };
  const chosen = people.all === undefined ? null : role[people.all];
  const ids =
    people.some ?? all.filter((person) => chosen === null || person.role === chosen).map((person) => person.id);
  return { address, people: ids as PersonId[], sharedMailbox: shared_mailbox };
}

function ownersOf(
  people: readonly Person[],
  lists: readonly List[],
  records: readonly EmailAddress[],
): ReadonlyMap<EmailAddress, Belongs> {
  const owners = new Map<EmailAddress, Belongs>();
  for (const address of records) owners.set(address, { kind: 'records' });
  for (const list of lists) owners.set(list.address, { kind: 'list', list });
  for (const person of people) {
    for (const address of [person.email, ...person.also]) owners.set(address, { kind: 'person', person });
  }
  return owners;
}

function personOrNull(id: string | undefined): PersonId | null {
  return id === undefined ? null : (id as PersonId);
}

/** A small council to judge letters by: Ashcombe's people in a few lines, under any protocol, changed where a test needs. */
import { type EmailAddress, readAddress } from '../../rules/address.ts';
import type {
  Belongs,
  Council,
  CouncilId,
  List,
  Person,
  PersonId,
  RuleMode,
  RuleSetting,
  Weekday,
  WorkingHours,
} from '../../rules/council.ts';
import { type ClauseNumber, type Protocol, type ProtocolId, RULE_IDS, type RuleId } from '../../rules/protocol.ts';

export const id = (text: string) => text as PersonId;

/** `jane` is jane@ashcombe.example; whatever has an @ stands as it is. */
export function at(text: string): EmailAddress {
  const reading = readAddress(text.includes('@') ? text : `${text}@ashcombe.example`);
  if (reading.kind === 'invalid') throw new Error(`\`${text}\`: ${reading.why}`);
  return reading.address;
}

type Pack = 'wonderland' | 'knutsford' | 'standard';
export type Changes = {
  readonly protocol?: Pack;
  readonly mode?: RuleMode;
  /** Beside blind-copies in council.yaml. */
  readonly askFirst?: boolean;
  readonly council?: Partial<Council>;
  /** By id, over the person as below. */
  readonly people?: Readonly<Record<string, Partial<Person>>>;
  readonly lists?: readonly List[];
};

/** Members Ruth (mayor), Jane, Tom, Siobhan; officers Moira (Town Clerk), Devan and Lewis (deputies), Nadia. */
export function ashcombe(changes: Changes = {}): Council {
  const people = PEOPLE.map((person) => ({ ...person, ...changes.people?.[person.id] }));
  const lists = changes.lists ?? LISTS;
  const records = [at('records')];
  return {
    id: 'ashcombe.example' as CouncilId,
    name: 'Ashcombe Town Council',
    domains: ['ashcombe.example'],
    protocol: protocolOf(changes.protocol ?? 'wonderland'),
    properOfficer: id('moira'),
    deputies: [id('devan'), id('lewis')],
    chair: id('ruth'),
    deputyChair: null,
    monitoringOfficer: at('monitor@county.example'),
    officeHours: OFFICE_HOURS,
    elections: [],
    principalAuthorities: [],
    media: [],
    authorisedMedia: [],
    protected: [
      { kind: 'domain', value: 'ombudsman.example' },
      { kind: 'address', value: 'auditor@audit.example' },
    ],
    advisers: ['solicitor@law.example', 'hr.example'],
    casework: [],
    confidentialLabels: [],
    records,
    wards: new Map(),
    groups: [],
    lists,
    committees: [
      { name: 'personnel', members: [id('siobhan'), id('ruth')], chair: id('siobhan') },
      { name: 'planning', members: [id('jane'), id('tom')], chair: id('jane') },
    ],
    directContacts: [],
    delegates: [],
    consents: [],
    interests: [],
    spokespeople: [],
    signatories: [],
    aboutProperOfficer: null,
    absences: [],
    rules: settings(changes),
    ...changes.council,
    people: new Map(people.map((person) => [person.id, person])),
    addresses: owners(people, lists, records),
  };
}

export const OFFICE_HOURS: WorkingHours = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'] satisfies Weekday[],
  from: '09:00',
  to: '17:00',
  zone: 'Europe/London',
};

const PEOPLE: readonly Person[] = [
  person('ruth', 'Ruth Amory', 'member', ['mayor']),
  person('jane', 'Jane Marsh', 'member', ['jane@home.example']),
  person('tom', 'Tom Hale', 'member'),
  person('siobhan', 'Siobhán Kerr', 'member'),
  person('moira', 'Moira Lang', 'officer', ['clerk']),
  person('devan', 'Devan Rao', 'officer'),
  person('lewis', 'Lewis Hart', 'officer'),
  person('nadia', 'Nadia Forbes', 'officer'),
];

function person(name: string, full: string, role: Person['role'], also: readonly string[] = []): Person {
  const rest = { ward: null, group: null, offices: [], post: null, manager: null, works: null };
  return { id: id(name), name: full, role, email: at(name), also: also.map(at), ...rest };
}

export function list(address: string, people: readonly string[], sharedMailbox = false): List {
  return { address: at(address), people: people.map(id), sharedMailbox };
}

export const LISTS: readonly List[] = [
  list('councillors', ['ruth', 'jane', 'tom', 'siobhan']),
  list('staff', ['moira', 'devan', 'lewis', 'nadia']),
  list('planning', ['jane', 'tom']),
  list('info', ['moira', 'nadia'], true),
];

function owners(people: readonly Person[], lists: readonly List[], records: readonly EmailAddress[]) {
  const found = new Map<EmailAddress, Belongs>(records.map((address) => [address, { kind: 'records' }]));
  for (const each of lists) found.set(each.address, { kind: 'list', list: each });
  for (const each of people) {
    for (const address of [each.email, ...each.also]) found.set(address, { kind: 'person', person: each });
  }
  return found;
}

function protocolOf(pack: Pack): Protocol {
  const barred = pack === 'wonderland' ? {} : { 'blind-copies': { blind_member_on_officers_mail: 'hold' } };
  return {
    id: pack as ProtocolId,
    title: `The ${pack} protocol`,
    properOfficerTitle: 'Town Clerk',
    chairTitle: 'Mayor',
    rules: RULE_IDS,
    clauses: [
      {
        number: (pack === 'wonderland' ? '12.1' : '5.1') as ClauseNumber,
        source: (pack === 'standard' ? 'knutsford' : pack) as ProtocolId,
        rules: ['blind-copies', 'copies-to-other-members'],
        paraphrase: 'A copy is always open, never blind.',
      },
    ],
    parameters: barred,
  };
}

function settings({ mode = 'enforce', askFirst }: Changes): ReadonlyMap<RuleId, RuleSetting> {
  const parameters = (rule: RuleId) =>
    rule === 'blind-copies' && askFirst !== undefined ? { ask_first: askFirst } : {};
  return new Map(RULE_IDS.map((rule) => [rule, { mode, authority: null, parameters: parameters(rule) }]));
}

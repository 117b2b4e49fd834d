/** Every key of council.yaml and what may stand behind it. Who and what the names refer to: `references.ts`. */
import * as z from 'zod';
import { address, addressOrDomain, date, domain, field, hours, keys, listOf, text } from './fields.ts';
import { didYouMean } from './nearest.ts';

/** A name by which other entries refer to a person, a ward, a council. */
const id = field<string>((written) =>
  /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(written)
    ? { value: written }
    : { says: `\`${written}\` is no id`, remedy: 'use letters, digits, dots and hyphens, such as `jane.marsh`' },
);

const OFFICES = [
  'mayor',
  'deputy-mayor',
  'chair',
  'deputy-chair',
  'leader',
  'deputy-leader',
  'group-leader',
  'deputy-group-leader',
];
const OF_A_COMMITTEE = ['chair', 'vice-chair', 'deputy-chair'];

const office = field<string>((written) => {
  const [head, committee] = written.split(':');
  if (committee === undefined ? OFFICES.includes(written) : OF_A_COMMITTEE.includes(head ?? '') && committee !== '')
    return { value: written };
  const known = [...OFFICES, ...OF_A_COMMITTEE.map((name) => `${name}:${committee ?? 'COMMITTEE'}`)];
  return {
    says: `\`${written}\` is no office`,
    remedy: didYouMean(
      written,
      known,
      `write \`mayor\`, \`group-leader\`, \`chair:planning\` or one of ${OFFICES.join(', ')}`,
    ),
  };
});

const council = keys({
  id: id.optional(),
  name: text,
  domains: z.array(domain).min(1),
  protocol: text,
  proper_officer: id,
  deputies: listOf(id),
  chair: id,
  deputy_chair: id.optional(),
  monitoring_officer: address.optional(),
  office_hours: hours.default({
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    from: '09:00',
    to: '17:00',
    zone: 'Europe/London',
  }),
  elections: listOf(keys({ polling_day: date, notice: date, wards: z.array(id).optional() })),
});

const ward = keys({
  name: text,
  also: listOf(text),
  streets: listOf(text),
  postcodes: listOf(text),
  places: listOf(text),
});

const person = keys({
  id,
  name: text,
  role: z.enum(['member', 'officer']),
  email: address,
  also: listOf(address),
  ward: id.optional(),
  group: text.optional(),
  offices: listOf(office),
  post: text.optional(),
  manager: id.optional(),
  works: hours.optional(),
});

const everybody = field<'all-members' | 'all-officers' | 'everybody'>((written) =>
  written === 'all-members' || written === 'all-officers' || written === 'everybody'
    ? { value: written }
    : {
        says: `\`${written}\` names nobody`,
        remedy: 'write `all-members`, `all-officers`, `everybody` or a list of ids',
      },
);

const absence = z.preprocess(
  (written) => (typeof written === 'string' ? { person: written } : written),
  keys({ person: id, from: date.optional(), to: date.optional() }),
);

const directContact = keys({
  member: id.optional(),
  office: office.optional(),
  officer: id,
  matter: text,
  may_instruct: z.boolean().default(false),
}).superRefine((written, context) => {
  if ((written.member === undefined) !== (written.office === undefined)) return;
  const remedy = 'write `member:` with an id, or `office:` with an office';
  context.addIssue({
    code: 'custom',
    message: 'it names either a member or an office, one of the two',
    params: { remedy },
  });
});

export const councilShape = keys({
  council,
  principal_authorities: listOf(
    keys({
      name: text,
      domains: z.array(domain).min(1),
      copy: z.enum(['add', 'advise']).default('advise'),
      ward_councillors: z.record(z.string(), z.array(address)).default({}),
    }),
  ),
  media: listOf(addressOrDomain),
  authorised_media: listOf(addressOrDomain),
  protected: listOf(addressOrDomain),
  protected_removed: listOf(keys({ entry: addressOrDomain, minute: text })),
  advisers: listOf(addressOrDomain),
  casework: listOf(address),
  confidential_labels: listOf(text),
  records: listOf(address),
  wards: z.record(z.string(), ward).default({}),
  groups: listOf(text),
  people: z.array(person).min(1),
  lists: listOf(
    keys({
      address,
      people: z.preprocess(
        (written) => (typeof written === 'string' ? { all: written } : { some: written }),
        z.object({ all: everybody.optional(), some: z.array(id).optional() }),
      ),
      shared_mailbox: z.boolean().default(false),
    }),
  ),
  committees: z.record(z.string(), keys({ members: z.array(id).min(1), chair: id })).default({}),
  direct_contacts: listOf(directContact),
  delegates: listOf(keys({ sender: address, person: id })),
  consents: listOf(
    z.preprocess(
      (written) => (typeof written === 'string' ? { member: written } : written),
      keys({ member: id, officer: id.optional() }),
    ),
  ),
  interests: listOf(keys({ person: id, matter: text })),
  spokespeople: listOf(id),
  signatories: listOf(id),
  reviewers: keys({ about_proper_officer: id.optional() }).default({}),
  absences: listOf(absence),
  /** Read rule by rule in `rule-settings.ts`, since each has parameters of its own. */
  rules: z.record(z.string(), z.unknown()).default({}),
});

export type CouncilAsWritten = z.output<typeof councilShape>;

/**
 * A council as its configuration describes it: people, lists, wards, who is protected, which rules run and how.
 * Parsed once, in `src/config/`; everybody else trusts it.
 */
import type { EmailAddress } from './address.ts';
import type { Protocol, RuleId } from './protocol.ts';

export type CouncilId = string & { readonly __brand: 'CouncilId' };
export type PersonId = string & { readonly __brand: 'PersonId' };
export type WardId = string & { readonly __brand: 'WardId' };

export type Person = {
  readonly id: PersonId;
  readonly name: string;
  readonly role: 'member' | 'officer';
  /** The address that is opened in `Cc`. */
  readonly email: EmailAddress;
  readonly also: readonly EmailAddress[];
  readonly ward: WardId | null;
  readonly group: string | null;
  readonly offices: readonly string[];
  readonly post: string | null;
  readonly manager: PersonId | null;
  readonly works: WorkingHours | null;
};

export type WorkingHours = {
  readonly days: readonly Weekday[];
  /** `HH:MM`, local time in `zone`. */
  readonly from: string;
  readonly to: string;
  /** IANA name, such as `Europe/London`. */
  readonly zone: string;
};
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

export type List = {
  readonly address: EmailAddress;
  readonly people: readonly PersonId[];
  /** A mailbox that several people read and write from, rather than a list that fans out. */
  readonly sharedMailbox: boolean;
};

export type Ward = {
  readonly id: WardId;
  readonly name: string;
  readonly also: readonly string[];
  readonly streets: readonly string[];
  readonly postcodes: readonly string[];
  readonly places: readonly string[];
};

/** A date is `YYYY-MM-DD`, both ends included. */
export type Absence = { readonly person: PersonId; readonly from: string | null; readonly to: string | null };
type Election = {
  readonly notice: string;
  readonly pollingDay: string;
  readonly wards: readonly WardId[] | null;
};

/** An address protects that address alone; a domain protects itself and what lies below it. */
export type ProtectedEntry = { readonly kind: 'address' | 'domain'; readonly value: string };

export type RuleMode = 'off' | 'monitor' | 'advise' | 'enforce';
export type RuleSetting = {
  readonly mode: RuleMode;
  readonly authority: { readonly minute: string; readonly adopted: string; readonly review: string } | null;
  /** What else stands beside the rule in council.yaml, such as `ask_first`. */
  readonly parameters: Readonly<Record<string, unknown>>;
};

type PrincipalAuthority = {
  readonly name: string;
  readonly domains: readonly string[];
  readonly copy: 'add' | 'advise';
  readonly wardCouncillors: ReadonlyMap<WardId, readonly EmailAddress[]>;
};

export type Committee = { readonly name: string; readonly members: readonly PersonId[]; readonly chair: PersonId };
type DirectContact = {
  readonly holder:
    | { readonly kind: 'member'; readonly person: PersonId }
    | { readonly kind: 'office'; readonly office: string };
  readonly officer: PersonId;
  readonly matter: string;
  readonly mayInstruct: boolean;
};
/** `sender` may send as `person`. */
type Delegate = { readonly sender: EmailAddress; readonly person: PersonId };
/** `member` agrees once and for all that mail with `officer` (or any) may be shown to other members. */
type Consent = { readonly member: PersonId; readonly officer: PersonId | null };
type Interest = { readonly person: PersonId; readonly matter: string };

export type Council = {
  readonly id: CouncilId;
  readonly name: string;
  readonly domains: readonly string[];
  readonly protocol: Protocol;
  readonly properOfficer: PersonId;
  readonly deputies: readonly PersonId[];
  readonly chair: PersonId;
  readonly deputyChair: PersonId | null;
  readonly monitoringOfficer: EmailAddress | null;
  readonly officeHours: WorkingHours;
  readonly elections: readonly Election[];
  readonly principalAuthorities: readonly PrincipalAuthority[];
  /** Addresses and domains of the media, in lower case. */
  readonly media: readonly string[];
  readonly authorisedMedia: readonly string[];
  readonly protected: readonly ProtectedEntry[];
  readonly advisers: readonly string[];
  readonly casework: readonly EmailAddress[];
  readonly confidentialLabels: readonly string[];
  readonly records: readonly EmailAddress[];
  readonly wards: ReadonlyMap<WardId, Ward>;
  readonly groups: readonly string[];
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly lists: readonly List[];
  readonly committees: readonly Committee[];
  readonly directContacts: readonly DirectContact[];
  readonly delegates: readonly Delegate[];
  readonly consents: readonly Consent[];
  readonly interests: readonly Interest[];
  readonly spokespeople: readonly PersonId[];
  readonly signatories: readonly PersonId[];
  readonly aboutProperOfficer: PersonId | null;
  readonly absences: readonly Absence[];
  /** Every rule of the pack has its setting here; a rule that is not in the pack has none. */
  readonly rules: ReadonlyMap<RuleId, RuleSetting>;
  /** Whose each inside address is; see `directory.ts`. */
  readonly addresses: ReadonlyMap<EmailAddress, Belongs>;
};

export type Belongs =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'list'; readonly list: List }
  | { readonly kind: 'records' };

/**
 * A protocol pack: the post titles, the rules its clauses call for, and each clause in our own words. The packs
 * themselves are `protocols/*.yaml`, read by `src/config/`.
 */

/** Every rule that rules of correspondence names, built or not; `catalogue.ts` says which is which. */
export const RULE_IDS = [
  'protected-channels',
  'blind-copies',
  'copies-to-other-members',
  'obligations-in-member-name',
  'official-letters',
  'capacity-statement',
  'confidential-marking',
  'confidential-disclosure',
  'ward-notification',
  'requests-via-clerk',
  'instructions-to-officers',
  'financial-authority',
  'officer-impartiality',
  'abuse-of-officers',
  'criticism-of-officers',
  'complaint-route',
  'personal-matters',
  'media-contact',
  'party-political-use',
  'group-confidence',
  'equal-advice',
  'need-to-know',
  'advice-in-confidence',
  'inform-members',
  'ward-referral',
  'principal-authority-copy',
  'local-public-meeting',
  'site-visits',
  'canvassing',
  'officer-interest',
  'response-times',
  'working-hours',
] as const;
export type RuleId = (typeof RULE_IDS)[number];

export type ClauseNumber = string & { readonly __brand: 'ClauseNumber' };

/** `source` is the pack that has the clause: for `standard`, one of the five. */
export type Clause = {
  readonly number: ClauseNumber;
  readonly source: ProtocolId;
  /** Which rules give it its effect; empty where no message can keep or break it. */
  readonly rules: readonly RuleId[];
  /** Our own words, for a notice or the coverage table. */
  readonly paraphrase: string;
};

export type ProtocolId = string & { readonly __brand: 'ProtocolId' };

export type Protocol = {
  readonly id: ProtocolId;
  readonly title: string;
  /** What the proper officer is called: Town Clerk, Clerk, Town Manager. */
  readonly properOfficerTitle: string;
  readonly chairTitle: string;
  /** The rules it enables, protected-channels among them. */
  readonly rules: readonly RuleId[];
  readonly clauses: readonly Clause[];
  /** What the pack sets for a rule, such as `{ 'blind-copies': { blind_member_on_officers_mail: 'hold' } }`. */
  readonly parameters: Readonly<Partial<Record<RuleId, Readonly<Record<string, unknown>>>>>;
};

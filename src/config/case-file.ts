/**
 * A labelled case: beside a message, what the gateway must make of it. Also read beside earlier letters of a case,
 * where only the envelope and the moment count.
 */
import * as z from 'zod';
import type { EmailAddress } from '../../rules/address.ts';
import type { Judgement, RewriteKind } from '../../rules/judgement.ts';
import { RULE_IDS, type RuleId } from '../../rules/protocol.ts';
import type { Fault } from './fault.ts';
import { address, field, keys, listOf, text } from './fields.ts';
import { fitInto } from './shape.ts';
import { readYaml } from './yaml-file.ts';

export type CaseEnvelope = {
  /** Empty for the null sender; null where it is the author of the message. */
  readonly from: EmailAddress | '' | null;
  /** Null where it is every address of To and Cc. */
  readonly to: readonly EmailAddress[] | null;
};

/** Only what stands here is compared. */
export type ExpectedNotices = {
  readonly wardMembers?: readonly EmailAddress[];
  readonly members?: readonly EmailAddress[];
  readonly clerk?: boolean;
  readonly consent?: EmailAddress;
  readonly advise?: boolean;
};

/** What stands beside an earlier letter. `at` in milliseconds; null where the Date header tells. */
export type EarlierLetter = { readonly envelope: CaseEnvelope; readonly proven: boolean; readonly at: number | null };

export type Case = EarlierLetter & {
  readonly about: string;
  /** The pack's name, or a path as seen from the case; null for the council's own. */
  readonly protocol: string | null;
  /** Files beside the case, oldest first. */
  readonly history: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly expect: {
    readonly outcome: Judgement['outcome'];
    readonly rules: readonly RuleId[];
    /** Those not named are delivered. */
    readonly recipients: ReadonlyMap<EmailAddress, 'forward' | 'hold' | 'return'>;
    readonly rewrites: readonly RewriteKind[];
    readonly notices: ExpectedNotices;
  };
  readonly tolerate: readonly RuleId[];
  /** The clause it was written for, where the rule has several. */
  readonly clause: string | null;
};

type Refused = { readonly kind: 'refused'; readonly faults: readonly Fault[] };
export type CaseReading = { readonly kind: 'read'; readonly case: Case } | Refused;
export type EarlierReading = { readonly kind: 'read'; readonly earlier: EarlierLetter } | Refused;

const moment = field<number>((written) => {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(written)
    ? Date.parse(written)
    : Number.NaN;
  return Number.isNaN(at)
    ? { says: `\`${written}\` is no moment`, remedy: 'write it as `2026-11-23T10:15:00Z`' }
    : { value: at };
});

const rule = z.enum(RULE_IDS);
const earlier = {
  envelope: keys({
    from: z.union([z.literal(''), address]).optional(),
    to: z.array(address).min(1).optional(),
  }).default({}),
  proven: z.boolean().default(true),
  at: moment.optional(),
};
const notices = keys({
  'ward-members': z.array(address).optional(),
  members: z.array(address).optional(),
  clerk: z.boolean().optional(),
  consent: address.optional(),
  advise: z.boolean().optional(),
});
const expected = keys({
  outcome: z.enum(['return', 'hold', 'forward', 'rewrite', 'deliver']),
  rules: z.array(rule),
  recipients: z.record(address, z.enum(['forward', 'hold', 'return'])).default({}),
  rewrites: listOf(
    z.enum(['open-copies', 'capacity-statement', 'confidential-label', 'copy-principal-councillors', 'copy-clerk']),
  ),
  notices: notices.default({}),
});
const caseShape = keys({
  about: text,
  protocol: text.optional(),
  ...earlier,
  history: listOf(text),
  settings: z.record(z.string(), z.unknown()).default({}),
  expect: expected,
  tolerate: listOf(rule),
  clause: text.optional(),
});
const earlierShape = keys({ about: text.optional(), ...earlier });

export function readCaseFile(text: string, file: string): CaseReading {
  const reading = readShaped(text, file, caseShape);
  if (reading.kind === 'refused') return reading;
  const { about, protocol, history, settings, expect, tolerate, clause } = reading.value;
  const expectation = {
    ...expect,
    recipients: new Map(Object.entries(expect.recipients) as [EmailAddress, 'forward' | 'hold' | 'return'][]),
    notices: noticesOf(expect.notices),
  };
  const rest = {
    about,
    protocol: protocol ?? null,
    history,
    settings,
    expect: expectation,
    tolerate,
    clause: clause ?? null,
  };
  return { kind: 'read', case: { ...earlierOf(reading.value), ...rest } };
}

/** What stands beside an earlier letter of a case (`NAME.1.yaml`). */
export function readEarlierFile(text: string, file: string): EarlierReading {
  const reading = readShaped(text, file, earlierShape);
  return reading.kind === 'refused' ? reading : { kind: 'read', earlier: earlierOf(reading.value) };
}

/** An earlier letter that nothing stands beside. */
export const EARLIER_AS_IT_IS: EarlierLetter = { envelope: { from: null, to: null }, proven: true, at: null };

function earlierOf({ envelope, proven, at }: z.output<typeof earlierShape>): EarlierLetter {
  return { envelope: { from: envelope.from ?? null, to: envelope.to ?? null }, proven, at: at ?? null };
}

function noticesOf({
  'ward-members': wardMembers,
  members,
  clerk,
  consent,
  advise,
}: z.output<typeof notices>): ExpectedNotices {
  return {
    ...(wardMembers === undefined ? {} : { wardMembers }),
    ...(members === undefined ? {} : { members }),
    ...(clerk === undefined ? {} : { clerk }),
    ...(consent === undefined ? {} : { consent }),
    ...(advise === undefined ? {} : { advise }),
  };
}

function readShaped<S extends z.ZodType>(
  text: string,
  file: string,
  shape: S,
): { readonly kind: 'read'; readonly value: z.output<S> } | Refused {
  const yaml = readYaml(text, file);
  if (yaml.kind === 'refused') return yaml;
  const fit = fitInto(shape, yaml.written);
  const faults = [...yaml.faults, ...(fit.kind === 'faults' ? fit.faults : [])];
  return fit.kind === 'faults' || faults.length > 0 ? { kind: 'refused', faults } : { kind: 'read', value: fit.value };
}

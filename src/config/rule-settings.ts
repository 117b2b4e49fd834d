/**
 * `rules:` of council.yaml: how each rule of the pack runs, and on whose authority. `"*"` stands for every rule; a
 * rule's own entry wins over it, key by key. What nobody set runs in `monitor`: recorded, nothing done.
 */
import * as z from 'zod';
import type { RuleMode, RuleSetting } from '../../rules/council.ts';
import { type Protocol, RULE_IDS, type RuleId } from '../../rules/protocol.ts';
import type { Fault, Path } from './fault.ts';
import { date, keys, text } from './fields.ts';
import { valueAt } from './key.ts';
import { didYouMean } from './nearest.ts';
import { PARAMETERS } from './rule-parameters.ts';
import { fitInto } from './shape.ts';
import { faultAt, type Written } from './yaml-file.ts';

const AUTHORITY = {
  mode: z.enum(['off', 'monitor', 'advise', 'enforce']).optional(),
  authority: keys({ minute: text, adopted: date, review: date }).optional(),
};

type Entry = {
  readonly mode?: RuleMode | undefined;
  readonly authority?: RuleSetting['authority'] | undefined;
  readonly [parameter: string]: unknown;
};

export type RuleSettingsReading = {
  readonly rules: ReadonlyMap<RuleId, RuleSetting>;
  readonly faults: readonly Fault[];
};

type Asked = {
  readonly written: Written;
  /** Null where it cannot be read: what is wrong in itself is told all the same. */
  readonly protocol: Protocol | null;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Another pack was laid over the council's own: what its rules lack is no fault of the council's. */
  readonly borrowed: boolean;
};

export function ruleSettings({ written, protocol, today, borrowed }: Asked): RuleSettingsReading {
  const { entries, faults } = readEntries(written);
  const rules = new Map<RuleId, RuleSetting>();
  if (protocol === null) return { rules, faults };
  const more = borrowed ? [] : [...entries.keys()].flatMap((name) => packFaults(name, protocol, written));
  for (const rule of rulesThatRun(protocol, entries)) {
    const setting = settingOf({ ...entries.get('*'), ...entries.get(rule) }, protocol.parameters[rule]);
    more.push(...authorityFaults(setting, ['rules', entries.has(rule) ? rule : '*'], written, today));
    const mode = setting.mode === 'enforce' && setting.authority === null ? 'monitor' : setting.mode;
    rules.set(rule, { ...setting, mode });
  }
  return { rules, faults: onlyOnce([...faults, ...more]) };
}

type Entries = { readonly entries: ReadonlyMap<string, Entry>; readonly faults: readonly Fault[] };

/** The entries of rules that exist, and what is wrong with any by itself. */
function readEntries(written: Written): Entries {
  const found = valueAt(written.value, ['rules']);
  const entries = new Map<string, Entry>();
  const faults: Fault[] = [];
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return { entries, faults };
  for (const name of Object.keys(found)) {
    if (name !== '*' && !RULE_IDS.some((rule) => rule === name)) {
      const remedy = didYouMean(name, RULE_IDS, 'see `postroom clauses` for the rules');
      faults.push(faultAt(written, ['rules', name], `\`${name}\` is no rule`, remedy));
      continue;
    }
    const shape = keys({ ...AUTHORITY, ...(PARAMETERS[name as RuleId] ?? {}) });
    const entry = fitInto(shape, written, ['rules', name]);
    if (entry.kind === 'fits') entries.set(name, entry.value as Entry);
    else faults.push(...entry.faults);
  }
  return { entries, faults };
}

/** Working hours run only where council.yaml names them, and `"*"` does not. */
function rulesThatRun(protocol: Protocol, entries: ReadonlyMap<string, Entry>): readonly RuleId[] {
  const hours = entries.has('working-hours') && citesHours(protocol) ? (['working-hours'] as const) : [];
  return [...protocol.rules, ...hours];
}

function settingOf(
  { mode, authority, ...parameters }: Entry,
  ofPack: Readonly<Record<string, unknown>> = {},
): RuleSetting {
  return { mode: mode ?? 'monitor', authority: authority ?? null, parameters: { ...ofPack, ...parameters } };
}

function packFaults(name: string, protocol: Protocol, written: Written): readonly Fault[] {
  if (name === '*' || protocol.rules.some((rule) => rule === name)) return [];
  if (name === 'working-hours' && citesHours(protocol)) return [];
  const remedy =
    'leave the entry out, take the protocol `standard`, or copy the pack and add the clause that calls for it';
  return [faultAt(written, ['rules', name], `no clause of \`${protocol.id}\` calls for the rule \`${name}\``, remedy)];
}

function citesHours(protocol: Protocol): boolean {
  return protocol.clauses.some((clause) => clause.rules.includes('working-hours'));
}

function authorityFaults(setting: RuleSetting, path: Path, written: Written, today: string): readonly Fault[] {
  if (setting.mode === 'enforce' && setting.authority === null) {
    const remedy =
      'add `authority: {minute: …, adopted: …, review: …}`; until then it runs in `monitor`: recorded, nothing done';
    return [faultAt(written, path, '`enforce` stands here without the authority of the council', remedy, 'warn')];
  }
  if (setting.mode === 'off' || setting.authority === null || setting.authority.review >= today) return [];
  const { minute, review } = setting.authority;
  const says = `the review of minute \`${minute}\` was due on \`${review}\``;
  return [
    faultAt(
      written,
      path,
      says,
      'have the council review the rule, then write the new date; it runs on as it is',
      'warn',
    ),
  ];
}

/** What stands under `"*"` is said once, not for each of its rules. */
function onlyOnce(faults: readonly Fault[]): readonly Fault[] {
  return [...new Map(faults.map((fault) => [`${fault.key}\n${fault.says}`, fault])).values()];
}

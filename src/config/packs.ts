/**
 * Protocol packs: the post titles, the clauses in our own words with the rules that give them effect, and the packs'
 * parameters. A pack that draws on others has no clauses of its own: for each rule it cites the first that has one.
 */
import * as z from 'zod';
import {
  type Clause,
  type ClauseNumber,
  type Protocol,
  type ProtocolId,
  RULE_IDS,
  type RuleId,
} from '../../rules/protocol.ts';
import type { Fault } from './fault.ts';
import { keys, text } from './fields.ts';
import { parametersOf } from './rule-parameters.ts';
import { fitInto } from './shape.ts';
import { faultAt, readYaml, type Written } from './yaml-file.ts';

export type PackReading =
  | { readonly kind: 'pack'; readonly protocol: Protocol }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

const clause = keys({
  rules: z.array(z.enum(RULE_IDS)).min(1).optional(),
  says: text.optional(),
  none: text.optional(),
}).transform((row, context): { readonly rules: readonly RuleId[]; readonly paraphrase: string } => {
  const { rules, says, none } = row;
  if (rules !== undefined && says !== undefined && none === undefined) return { rules, paraphrase: says };
  if (rules === undefined && says === undefined && none !== undefined) return { rules: [], paraphrase: none };
  const remedy = 'write `{rules: […], says: …}`, or `{none: …}` where no message can keep or break the clause';
  context.addIssue({
    code: 'custom',
    message: 'it has neither rules and what it says, nor why there are none',
    params: { remedy },
  });
  return z.NEVER;
});

const head = {
  id: text,
  title: text,
  proper_officer: text,
  chair: text,
  parameters: z.partialRecord(z.enum(RULE_IDS), z.unknown()).default({}),
};
const packShape = keys({
  ...head,
  clauses: z.record(z.string(), clause).optional(),
  draws_on: z.array(text).min(1).optional(),
});

/** The text of another built-in pack, or null. */
export type OtherPacks = (name: string) => { readonly text: string; readonly file: string } | null;

/** Reads one pack from its text. */
export function readPack(text: string, file: string, others: OtherPacks): PackReading {
  const yaml = readYaml(text, file);
  if (yaml.kind === 'refused') return yaml;
  const shape = fitInto(packShape, yaml.written);
  if (shape.kind === 'faults') return { kind: 'refused', faults: [...yaml.faults, ...shape.faults] };
  const parameters = parametersOf(yaml.written, Object.keys(shape.value.parameters));
  if (parameters.kind === 'faults') return { kind: 'refused', faults: parameters.faults };
  if (yaml.faults.length > 0) return { kind: 'refused', faults: yaml.faults };
  const id = shape.value.id as ProtocolId;
  const own = inOrder(Object.entries(shape.value.clauses ?? {}), yaml.written).map(
    ([number, row]): Clause => ({ number: number as ClauseNumber, source: id, ...row }),
  );
  const clauses = [...own, ...drawn(shape.value.draws_on ?? [], others, new Set(own.flatMap(({ rules }) => rules)))];
  const unknown = (shape.value.draws_on ?? []).flatMap((name, index) => {
    const says = `there is no protocol \`${name}\` to draw on`;
    return others(name) === null
      ? [faultAt(yaml.written, ['draws_on', index], says, 'name protocols that are built in')]
      : [];
  });
  if (unknown.length > 0) return { kind: 'refused', faults: unknown };
  const { title, proper_officer: properOfficerTitle, chair: chairTitle } = shape.value;
  return {
    kind: 'pack',
    protocol: {
      id,
      title,
      properOfficerTitle,
      chairTitle,
      rules: rulesOf(clauses),
      clauses,
      parameters: parameters.value,
    },
  };
}

/** As the file has them: a clause `3` after a `2.1b`, where JavaScript would put plain numbers first. */
function inOrder<T>(rows: readonly [string, T][], written: Written): readonly [string, T][] {
  const line = (number: string) => written.lineOf(['clauses', number]) ?? 0;
  return [...rows].sort(([one], [other]) => line(one) - line(other));
}

/** The rules that the clauses call for. Protected channels stay open under any protocol; hours are a council's own wish. */
function rulesOf(clauses: readonly Clause[]): readonly RuleId[] {
  const called = new Set(clauses.flatMap((clause) => clause.rules));
  return RULE_IDS.filter((rule) => rule === 'protected-channels' || (called.has(rule) && rule !== 'working-hours'));
}

/** For every rule that the pack has no clause of its own for, those of the first pack that has any. */
function drawn(names: readonly string[], others: OtherPacks, covered: ReadonlySet<RuleId>): readonly Clause[] {
  const packs = names.flatMap((name) => {
    const other = others(name);
    const reading = other === null ? null : readPack(other.text, other.file, others);
    return reading?.kind === 'pack' ? [reading.protocol] : [];
  });
  const cited = new Map<RuleId, ProtocolId | undefined>();
  for (const rule of RULE_IDS.filter((id) => !covered.has(id)))
    cited.set(rule, packs.find((pack) => pack.clauses.some((clause) => clause.rules.includes(rule)))?.id);
  return packs.flatMap((pack) =>
    pack.clauses
      .map((clause) => ({ ...clause, rules: clause.rules.filter((rule) => cited.get(rule) === pack.id) }))
      .filter((clause) => clause.rules.length > 0),
  );
}

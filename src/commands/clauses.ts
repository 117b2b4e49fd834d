/** `postroom clauses`: the coverage table. Every clause of the protocols, what gives it effect, and how far that is built. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { PENDING } from '../../rules/catalogue.ts';
import type { Clause, Protocol, RuleId } from '../../rules/protocol.ts';
import { type Case, readCaseFile } from '../config/case-file.ts';
import { describe } from '../config/fault.ts';
import { builtInTexts, packAt } from '../config/load.ts';
import { packShelf } from '../config/pack-shelf.ts';
import { packageRoot } from '../config/package-root.ts';
import { type Command, UsageError } from './command.ts';

type Row = {
  /** Whose clause it is: for `standard`, one of the five. */
  readonly protocol: string;
  readonly clause: string;
  readonly rules: readonly RuleId[];
  /** How many labelled cases show it kept or broken. */
  readonly cases: number;
  /** `none`: no message can keep or break it. */
  readonly status: 'enforced' | 'pending' | 'none';
};

/** `folder`: the rule whose doing or leaving alone the case was written to show. */
type LabelledCase = Case & { readonly folder: string };

const THE_FIVE = ['halstead', 'wonderland', 'ottery-st-mary', 'halewood', 'knutsford'];

export const clauses: Command = {
  usage: '[--protocol NAME] [--json]',
  run: async (args, io) => {
    const { values } = parseArgs({
      args: [...args],
      options: { protocol: { type: 'string' }, json: { type: 'boolean' } },
    });
    const protocols = (values.protocol === undefined ? THE_FIVE : [values.protocol]).map((name) =>
      protocolNamed(name, io.cwd),
    );
    const cases = labelledCases(join(packageRoot(), 'test', 'letters'));
    const tables = protocols.map((protocol) => ({
      protocol,
      rows: protocol.clauses.map((clause) => rowOf(clause, cases)),
    }));
    if (values.json === true)
      io.out(
        `${JSON.stringify(
          tables.flatMap(({ rows }) => rows),
          null,
          2,
        )}\n`,
      );
    else io.out(tables.map(({ protocol, rows }) => table(protocol, rows)).join('\n'));
    return 0;
  },
};

function protocolNamed(name: string, cwd: string): Protocol {
  const from = join(cwd, 'postroom.yaml');
  const found = packShelf([...builtInTexts(), ...packAt(name, from)]).find(name, from);
  if (found.kind === 'pack') return found.protocol;
  if (found.kind === 'unknown') throw new UsageError(`${found.says}: ${found.remedy}`);
  throw new UsageError(found.faults.map((fault) => describe(fault, cwd)).join('\n'));
}

function rowOf(clause: Clause, cases: readonly LabelledCase[]): Row {
  const shows = ({ protocol, clause: named, folder, expect }: LabelledCase) =>
    protocol === clause.source &&
    (named === null
      ? clause.rules.some((rule) => rule === folder || expect.rules.includes(rule))
      : named === clause.number);
  return {
    protocol: clause.source,
    clause: clause.number,
    rules: clause.rules,
    cases: cases.filter(shows).length,
    status: statusOf(clause.rules),
  };
}

/** A clause is enforced once every rule that it needs is built. */
function statusOf(rules: readonly RuleId[]): Row['status'] {
  if (rules.length === 0) return 'none';
  return rules.some((rule) => PENDING.includes(rule)) ? 'pending' : 'enforced';
}

/** The cases of this package, where it came with its tests. */
function labelledCases(folder: string): readonly LabelledCase[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  return files.flatMap((file) => {
    const reading = readCaseFile(readFileSync(join(folder, file), 'utf8'), join(folder, file));
    return reading.kind === 'read' ? [{ ...reading.case, folder: basename(dirname(file)) }] : [];
  });
}

function table(protocol: Protocol, rows: readonly Row[]): string {
  const named = ({ protocol: source, clause }: Row) => (source === protocol.id ? clause : `${source} ${clause}`);
  const width = Math.max(...rows.map((row) => named(row).length));
  const lines = rows.map((row) => {
    const shown = row.status === 'none' ? 'no message can keep or break it' : row.rules.join(', ');
    return `  ${named(row).padEnd(width)}  ${row.status.padEnd(8)}  ${String(row.cases).padStart(5)}  ${shown}`;
  });
  const count = (status: Row['status']) => rows.filter((row) => row.status === status).length;
  const sum = `  ${rows.length} clauses: ${count('enforced')} enforced, ${count('pending')} pending, ${count('none')} that need no rule`;
  return [protocol.title, `  ${''.padEnd(width)}  ${'status'.padEnd(8)}  cases  rules`, ...lines, sum, ''].join('\n');
}

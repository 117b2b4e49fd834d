/** `postroom explain`: what would happen to a letter, and why, without sending it anywhere. */

import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type EmailAddress, readAddress } from '../../rules/address.ts';
import { type Explanation, explanationOf } from '../cases/explanation.ts';
import { dateOf, readLetter } from '../cases/read-letter.ts';
import type { CaseEnvelope } from '../config/case-file.ts';
import { sampleConfig, sampleCouncil } from '../config/find-config.ts';
import { loadSettings } from '../config/load.ts';
import { asEnforced } from '../config/policy.ts';
import { openVariants } from '../config/variants.ts';
import { escapedForJson, printableLine, printableText } from '../printable.ts';
import { type Command, type ExitCode, type Io, UsageError } from './command.ts';
import { letterPage } from './letter-page.ts';
import { refuse } from './refuse.ts';
import { wrapped } from './wrapped.ts';

export const explain: Command = {
  usage:
    'FILE.eml [--council FILE] [--protocol NAME] [--from ADDRESS] [--to ADDRESS…] [--at TIME] [--unproven] [--json]',
  run,
};

type Asked = {
  readonly file: string;
  readonly council: string | undefined;
  readonly protocol: string | null;
  readonly envelope: CaseEnvelope;
  readonly at: number | null;
  readonly proven: boolean;
  readonly json: boolean;
};

async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const asked = readArguments(args, io.cwd);
  const file = resolve(io.cwd, asked.file);
  if (!existsSync(file)) return refuse([`there is no file \`${asked.file}\``], io);
  const variants = openVariants(asked.council === undefined ? sampleCouncil() : resolve(io.cwd, asked.council));
  if (variants.kind === 'refused') return refuse(variants.faults, io);
  const overlay = { file: resolve(io.cwd, 'the command line'), protocol: asked.protocol, settings: {} };
  const reading = variants.variant(overlay);
  if (reading.kind === 'refused') return refuse(reading.faults, io);
  const settings = loadSettings(sampleConfig(), {});
  if (settings.kind === 'refused') return refuse(settings.faults, io);
  const council = asEnforced(reading.council);
  try {
    const letter = await readLetter(file, asked, council);
    const at = asked.at ?? dateOf(letter) ?? Date.now();
    const explanation = await explanationOf({ letter, council, at, settings: settings.settings });
    io.out(asked.json ? `${escapedForJson(JSON.stringify(explanation))}\n` : inWords(explanation, basename(file)));
    return 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      return refuse([`\`${asked.file}\` cannot be read: ${error.message}`], io);
    throw error;
  }
}

function readArguments(args: readonly string[], cwd: string): Asked {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      council: { type: 'string' },
      protocol: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string', multiple: true, default: [] },
      at: { type: 'string' },
      unproven: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  // `--to a b` names two: whatever else stands free and is no file is an address
  const files = positionals.filter((word) => readAddress(word).kind === 'invalid' || existsSync(resolve(cwd, word)));
  const [file, ...more] = files;
  if (file === undefined || more.length > 0) throw new UsageError('name one letter, FILE.eml');
  const to = [...values.to.flatMap((each) => each.split(',')), ...positionals.filter((word) => !files.includes(word))];
  return {
    file,
    council: values.council,
    protocol: values.protocol ?? null,
    envelope: { from: sender(values.from), to: to.length === 0 ? null : to.map(addressOf) },
    at: values.at === undefined ? null : momentOf(values.at),
    proven: !values.unproven,
    json: values.json,
  };
}

/** `--from ''` and `--from '<>'` are the null sender. */
function sender(from: string | undefined): EmailAddress | '' | null {
  if (from === undefined) return null;
  return from === '' || from === '<>' ? '' : addressOf(from);
}

function addressOf(text: string): EmailAddress {
  const reading = readAddress(text);
  if (reading.kind === 'invalid') throw new UsageError(`\`${text}\` is no address: ${reading.why}`);
  return reading.address;
}

function momentOf(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new UsageError(`\`${text}\` is no moment: write it as 2026-11-23T10:15:00Z`);
  return at;
}

function inWords({ actual, findings, notices, tried, letter }: Explanation, name: string): string {
  const rewrites = actual.rewrites.length > 0 ? ` (${actual.rewrites.join(', ')})` : '';
  const lines = [
    `${name}: ${actual.outcome}${rewrites}`,
    ...Object.entries(actual.recipients).map(([to, outcome]) => `  ${to}: ${outcome}`),
    ...(findings.length > 0 ? ['because of', ...findings.map(inOneLine)] : ['no rule fires']),
    `rules tried: ${tried.length === 0 ? 'none' : tried.join(', ')}`,
  ];
  return `${[
    ...lines.map(printableLine).flatMap((line) => wrapped(line, { first: '', rest: '    ' })),
    '',
    ...letterPage(letter),
    ...notices.flatMap(asSent),
  ].join('\n')}\n`;
}

function inOneLine({ rule, clause, words, part }: Explanation['findings'][number]): string {
  const cited = clause === '' ? '' : ` (clause ${clause})`;
  return `  ${rule}${cited}${words === '' ? '' : `: ${words}`}${part === '' ? '' : ` [${part}]`}`;
}

function asSent({ to, subject, text }: Explanation['notices'][number]): readonly string[] {
  const head = [`Notice to ${to}`, `Subject: ${subject}`].map(printableLine);
  return ['', ...head, '', printableText(text.trimEnd())];
}

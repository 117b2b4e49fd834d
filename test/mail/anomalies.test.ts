/** Every oddity that the reader can report has a sentence for the people who must decide about the letter. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anomalySentence, SENTENCES } from '../../src/mail/anomalies.ts';
import { ROOT } from '../source-tree.ts';

/** As the sources of `src/mail` write them, whoever reports them. */
const REPORTED =
  /['"`]((?:header|address|mime|letter|proof|limit)-[a-z0-9]+(?:-[a-z0-9]+)*)['"`]|\{ kind: '([a-z0-9-]+)', where\b/g;

function reportedKinds(): readonly string[] {
  const files = readdirSync(join(ROOT, 'src/mail'), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('anomalies.ts'));
  const kinds = sources.flatMap((file) =>
    [...readFileSync(join(ROOT, 'src/mail', file), 'utf8').matchAll(REPORTED)].map(([, named, kind]) => named ?? kind),
  );
  // `MIME-Version` is a header field.
  return [...new Set(kinds.filter((kind): kind is string => kind !== undefined && kind !== 'mime-version'))].sort();
}

test('every kind that is reported has a sentence, and no sentence is for a kind that is not', () => {
  expect(Object.keys(SENTENCES).sort()).toEqual(reportedKinds());
});

test.each([
  ['header-repeated', 'reply-to', 'the header field Reply-To stands more than once'],
  ['header-repeated', 'from', 'the header field From stands more than once'],
  ['mime-charset', 'part 1.2', 'part 1.2 is written in characters'],
  ['address-unclear', 'replyTo', 'an entry in Reply-To can be read'],
  ['mime-preamble', 'letter', 'before the parts of the letter'],
  ['never-heard-of', 'part 1', 'its build is unusual (`never-heard-of` in part 1)'],
])('tells %s of %s', (kind, where, says) => {
  expect(anomalySentence({ kind, where })).toContain(says);
});

test('is one sentence on one line, without a stop', () => {
  for (const sentence of Object.values(SENTENCES)) expect(sentence).toMatch(/^[^.\n]{20,110}[^.\s]$/);
});

/** The earlier letters of a case, as the register would have kept them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { authorsOf, isInsideAuthor } from '../../rules/author.ts';
import type { Council } from '../../rules/council.ts';
import { facts } from '../../rules/facts.ts';
import type { CarriedLetter, History } from '../../rules/history.ts';
import type { Letter } from '../../rules/letter.ts';
import { EARLIER_AS_IT_IS, type EarlierLetter, readEarlierFile } from '../config/case-file.ts';
import { describe } from '../config/fault.ts';
import { dateOf, readLetter } from './read-letter.ts';

/** Those of `files` (beside `yaml`, oldest first) that bear on `letter`. Throws where one cannot be read. */
export async function historyOf(
  files: readonly string[],
  yaml: string,
  letter: Letter,
  council: Council,
): Promise<History> {
  const asked = new Set(facts(letter).messageIds);
  const carried = await Promise.all(files.map((file) => carriedLetter(join(dirname(yaml), file), council)));
  return { carried: carried.filter(({ messageId }) => asked.has(messageId)), siblings: [] };
}

async function carriedLetter(file: string, council: Council): Promise<CarriedLetter> {
  const beside = readBeside(file);
  const letter = await readLetter(file, beside, council);
  const author = authorsOf(letter, council).find(isInsideAuthor) ?? authorsOf(letter, council)[0];
  return {
    id: letter.id,
    messageId: letter.messageId ?? '',
    author: author?.address ?? null,
    visible: [...letter.to, ...letter.cc].map(({ address }) => address),
    at: beside.at ?? dateOf(letter) ?? 0,
  };
}

function readBeside(file: string): EarlierLetter {
  const yaml = file.replace(/\.eml$/, '.yaml');
  if (!existsSync(yaml)) return EARLIER_AS_IT_IS;
  const reading = readEarlierFile(readFileSync(yaml, 'utf8'), yaml);
  if (reading.kind === 'refused')
    throw new Error(reading.faults.map((fault) => describe(fault, dirname(yaml))).join('; '));
  return reading.earlier;
}

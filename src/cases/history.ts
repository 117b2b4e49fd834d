/** The earlier letters of a case, as the register would have kept them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { authorsOf, isInsideAuthor } from '../../rules/author.ts';
import type { Council } from '../../rules/council.ts';
import { facts } from '../../rules/facts.ts';
import { type CarriedLetter, type History, NO_HISTORY, type SiblingLetter } from '../../rules/history.ts';
import { judge } from '../../rules/judge.ts';
import type { Letter } from '../../rules/letter.ts';
import { copiesForSiblings } from '../../rules/siblings.ts';
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
  const { messageIds, sibling } = facts(letter);
  const earlier = await Promise.all(files.map((file) => readEarlier(join(dirname(yaml), file), council)));
  const asked = new Set(messageIds);
  return {
    carried: earlier.map((each) => carriedLetter(each, council)).filter(({ messageId }) => asked.has(messageId)),
    siblings: earlier
      .filter((each) => sibling !== null && facts(each.letter).sibling === sibling)
      .map((each) => siblingLetter(each, council)),
  };
}

type Earlier = { readonly letter: Letter; readonly at: number };

async function readEarlier(file: string, council: Council): Promise<Earlier> {
  const beside = readBeside(file);
  const letter = await readLetter(file, beside, council);
  return { letter, at: beside.at ?? dateOf(letter) ?? 0 };
}

function carriedLetter({ letter, at }: Earlier, council: Council): CarriedLetter {
  const author = authorsOf(letter, council).find(isInsideAuthor) ?? authorsOf(letter, council)[0];
  return {
    id: letter.id,
    messageId: letter.messageId ?? '',
    author: author?.address ?? null,
    visible: [...letter.to, ...letter.cc].map(({ address }) => address),
    at,
  };
}

/** The case's own letter, in another transaction. */
function siblingLetter({ letter, at }: Earlier, council: Council): SiblingLetter {
  const judgement = judge(letter, council, NO_HISTORY, at);
  return { id: letter.id, at, copies: copiesForSiblings(letter, council, judgement) };
}

function readBeside(file: string): EarlierLetter {
  const yaml = file.replace(/\.eml$/, '.yaml');
  if (!existsSync(yaml)) return EARLIER_AS_IT_IS;
  const reading = readEarlierFile(readFileSync(yaml, 'utf8'), yaml);
  if (reading.kind === 'refused')
    throw new Error(reading.faults.map((fault) => describe(fault, dirname(yaml))).join('; '));
  return reading.earlier;
}

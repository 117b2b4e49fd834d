import { expect, it, vi } from 'vitest';
import type { EmailAddress } from '../../rules/address.ts';
import type { Judgement, Rewrite } from '../../rules/judgement.ts';
import type { Letter } from '../../rules/letter.ts';
import { withWords } from '../../src/examine/with-words.ts';
import type { AddedWords, Additions } from '../../src/mail/insertion/added-words.ts';

const letter = { subject: 'Fence' } as Letter;
const gwen = 'gwen@pascoefencing.example' as EmailAddress;
const clerk = 'clerk@ashcombe-tc.example' as EmailAddress;
const statement: Rewrite = { kind: 'capacity-statement', statement: 'I speak for myself.' };
const label: Rewrite = {
  kind: 'confidential-label',
  tag: '[C]',
  sensitivity: 'Private',
  banner: 'Not to be passed on.',
};

function judged(...rewrites: readonly Rewrite[]): Judgement {
  const copies = [gwen, clerk].map((to) => ({ to, outcome: { kind: 'deliver' as const }, rules: [], rewrites }));
  return { outcome: 'rewrite', copies, added: [], findings: [], rewrites: [], notices: [], tried: [] };
}

it('judges an ordinary letter once, and looks for no place in it', async () => {
  const judge = vi.fn(() => judged({ kind: 'copy-clerk', add: [{ name: '', address: clerk }] }));
  const find = vi.fn<(words: AddedWords) => Promise<Additions>>();
  expect(await withWords(judge, letter, find)).toMatchObject({ letter, words: [] });
  expect(judge).toHaveBeenCalledOnce();
  expect(find).not.toHaveBeenCalled();
});

it('asks once for the words of all copies', async () => {
  const edits = [{ from: 1, to: 1, text: 'x' }];
  const find = vi.fn(async (): Promise<Additions> => ({ kind: 'edits', edits }));
  expect((await withWords(() => judged(statement, label), letter, find)).words).toBe(edits);
  expect(find.mock.calls).toEqual([[{ banner: 'Not to be passed on.', statement: 'I speak for myself.' }]]);
});

it('judges a letter that no words can be added to as one whose text stays', async () => {
  const judge = vi.fn((as: Letter) => (as.fixedText === undefined ? judged(statement) : judged()));
  const worded = await withWords(judge, letter, async () => ({ kind: 'cannot', why: 'it is encrypted' }));
  expect(worded).toEqual({ letter: { ...letter, fixedText: 'it is encrypted' }, judgement: judged(), words: [] });
});

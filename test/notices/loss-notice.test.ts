import { describe, expect, it } from 'vitest';
import type { LossNotice } from '../../src/notices/account.ts';
import { lossNotice } from '../../src/notices/loss-notice.ts';
import { expectFile, expectGolden } from './golden.ts';
import { at, clerk, copy, notice } from './letters.ts';
import { partOf, readMessage, unfolded } from './read-message.ts';

const george = 'george.ellery@ashcombe-tc.example';
const lost = { became: { kind: 'lost' } } as const;

const { notice: made, letterhead, to, letter } = notice({});
const author: LossNotice = {
  notice: made,
  letterhead,
  to,
  letter,
  loss: 'lost',
  reader: { kind: 'author' },
  copies: [
    copy('devan.rao@ashcombe-tc.example'),
    copy('jane.marsh@ashcombe-tc.example', { became: { kind: 'unsure' } }),
    copy(george, lost),
    copy('gwen.attwell@postbox.example', lost),
  ],
};
const reviewer: LossNotice = {
  ...author,
  to: { name: 'Moira Lang', address: clerk.address },
  reader: { kind: 'reviewer', author: 'Tom Hale', authorIsTold: true },
  copies: [copy(george, lost)],
};
const officer: LossNotice = {
  ...reviewer,
  reader: { kind: 'proper-officer', author: 'gwen.attwell@postbox.example', authorIsTold: false },
  letter: { ...letter, subject: '', messageId: null, references: [] },
  copies: [],
};

const variants = {
  'lost-author': author,
  'lost-reviewer': reviewer,
  'lost-officer': officer,
  'found-author': { ...author, loss: 'found' },
  'found-reviewer': { ...reviewer, loss: 'found' },
  'found-officer': { ...officer, loss: 'found' },
} as const satisfies Record<string, LossNotice>;

describe('what is said when the text of a letter is lost', () => {
  for (const [name, variant] of Object.entries(variants)) {
    it(name, async () => expectGolden(name, await lossNotice(variant)));
  }

  it('says the same in HTML', async () => {
    expectFile('lost-author.html', partOf(readMessage(await lossNotice(author)), 'text/html'));
  });

  it('says so where every copy that can be named had gone', async () => {
    const bytes = await lossNotice({ ...author, copies: [copy('devan.rao@ashcombe-tc.example')] });
    const text = partOf(readMessage(bytes), 'text/plain');
    expect(text).toContain('Please send it again to anybody who has not had it.');
    expect(text).toContain('It had already gone to Devan Rao.');
  });
});

describe('a notice of a loss', () => {
  it('is the same bytes however often it is written', async () => {
    for (const variant of Object.values(variants)) {
      expect((await lossNotice(variant)).equals(await lossNotice(variant))).toBe(true);
    }
  });

  it('tells who only looks after Postroom whose letter it was and nothing of what it was about', async () => {
    for (const loss of ['lost', 'found'] as const) {
      const bytes = await lossNotice({ ...officer, loss });
      expect(bytes.toString()).not.toMatch(/Fence|george|fence-1/);
      expect(bytes.toString()).toContain(letter.id);
    }
  });

  it('is marked as what it is', async () => {
    expect(unfolded(await lossNotice(author), 'x-postroom-notice')).toBe(`lost; letter=${letter.id}`);
    expect(unfolded(await lossNotice(variants['found-author']), 'x-postroom-notice')).toBe(
      `found; letter=${letter.id}`,
    );
  });

  it('does not send the Clerk to the Clerk', async () => {
    expect((await lossNotice(reviewer)).toString()).not.toContain('Ask Moira Lang');
    const deputy = { ...reviewer, to: { name: 'Jane Marsh', address: at('jane.marsh@ashcombe-tc.example') } };
    expect((await lossNotice(deputy)).toString()).toContain('Ask Moira Lang');
  });
});

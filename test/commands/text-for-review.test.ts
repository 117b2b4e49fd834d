/** What a reviewer reads of a letter: the author's own words first, nothing hidden, nothing that acts on the terminal. */
import { expect, it } from 'vitest';
import type { Letter } from '../../rules/letter.ts';
import { reviewText } from '../../src/commands/text-for-review.ts';

const WORDS = 'Please see below.\n';
const QUOTED = '> The reserve is 92,000\u202e.\n';
const body: Letter['body'] = {
  kind: 'read',
  texts: [
    {
      part: '1',
      kind: 'plain',
      stands: 'body',
      text: `${WORDS}${QUOTED}${WORDS}`,
      hidden: ['white on white'],
      stretches: [
        { kind: 'own', from: 0, to: WORDS.length },
        { kind: 'quoted', from: WORDS.length, to: WORDS.length + QUOTED.length },
        { kind: 'own', from: WORDS.length + QUOTED.length, to: 2 * WORDS.length + QUOTED.length },
      ],
    },
  ],
  quotations: [],
  enclosures: [],
  signature: [],
};

it('gives own words first, then what is odd and hidden, then all of it', () => {
  const text = reviewText({ body, anomalies: [{ kind: 'mime-preamble', where: 'letter' }] });
  expect(text).toBe(`Its author’s own words:
Please see below.
[…]
Please see below.

Odd about how it is built:
- there is text before the parts of the letter, which some programs show

What no reader sees:
- part 1: white on white

[1, plain]
Please see below.
> The reserve is 92,000‹U+202E›.
Please see below.
`);
});

it('says so where nothing is the author’s own, and where nothing could be read', () => {
  const [text] = body.kind === 'read' ? body.texts : [];
  if (text === undefined || body.kind !== 'read') throw new Error('it is read');
  const bare = { ...body, texts: [{ ...text, hidden: [], stretches: [] }] };
  expect(reviewText({ body: bare, anomalies: [] })).toMatch(/^Its author wrote no words of their own\.\n\n\[1, plain]/);
  const unread = reviewText({ body: { kind: 'unreadable', why: 'it has no part' }, anomalies: [] });
  expect(unread).toBe('It could not be read: it has no part');
});

/** Letters that can be read but not accounted for: what may be shown elsewhere waits, what hides nothing goes. */
import { expect, test } from 'vitest';
import { aLetter } from './a-letter.ts';
import { ashcombe } from './ashcombe.ts';
import { judged, verdict } from './verdict.ts';

test.each([
  ['header-repeated', 'from'],
  ['header-repeated', 'subject'],
  ['header-repeated', 'content-type'],
  ['header-repeated', 'content-transfer-encoding'],
  ['header-encoded-word', 'subject'],
  ['header-blank-first-line', 'header'],
  ['address-unclear', 'from'],
  ['mime-preamble', 'letter'],
  ['mime-boundary-padded', 'part 1'],
  ['mime-part-repeated', 'part 1'],
  ['mime-partial', 'letter'],
  ['mime-external-body', 'part 2'],
  ['mime-tnef', 'part 2'],
  ['mime-html-long', 'part 1'],
  ['mime-unread', 'part 2/1'],
  ['mime-no-parts', 'part 2/'],
])('holds for its author what has %s (%s)', (kind, where) => {
  const letter = { anomalies: [{ kind, where }] };
  expect(verdict(judged({ from: 'tom', to: ['clerk'], letter }, ashcombe()))).toBe('hold; clerk: held for the author');
});

test.each([
  ['header-8bit', 'header'],
  ['header-repeated', 'date'],
  ['address-unclear', 'to'],
  ['header-date-invalid', 'date'],
  ['mime-long-line', 'letter'],
  ['mime-alternatives-differ', 'part 1'],
  ['mime-preamble', 'part 2/'],
  ['mime-charset', 'part 2/1.1'],
])('leaves alone what has %s (%s)', (kind, where) => {
  const letter = { anomalies: [{ kind, where }] };
  expect(verdict(judged({ from: 'tom', to: ['clerk'], letter }, ashcombe()))).toBe('deliver');
});

test("lets an absent person's answer with the null sender go where it is sent", () => {
  const { envelope } = aLetter({ from: 'devan', to: ['sue@x.example'] });
  const letter = { envelope: { ...envelope, from: null }, autoSubmitted: 'auto-replied' };
  expect(verdict(judged({ from: 'devan', to: ['sue@x.example'], unproven: true, letter }, ashcombe()))).toBe('deliver');
});

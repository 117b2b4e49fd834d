/** The table of copies: shown where a letter went to three or more, since the first lines have said it of fewer. */
import type { CopyAccount } from './account.ts';
import type { Block } from './document.ts';
import { copyLabel, named } from './phrases.ts';
import type { Voice } from './wording.ts';

const FEW = 2;
/** Of those that simply went; whatever is held or changed is listed however many there are. */
const PLAIN_LISTED = 20;

export function copyTable(voice: Voice, copies: readonly CopyAccount[]): Block[] {
  if (copies.length <= FEW) return [];
  const plain = copies.filter(isPlain);
  const dropped = new Set(plain.slice(PLAIN_LISTED));
  const rows = copies
    .filter((copy) => !dropped.has(copy))
    .map((copy) => ({ to: copyLabel(voice, copy), became: became(voice, copy) }));
  if (dropped.size > 0) rows.push({ to: voice.count('copies.more', dropped.size), became: voice.say('copy.sent') });
  return [
    { kind: 'heading', text: voice.say('heading.copies') },
    { kind: 'copies', columns: [voice.say('copies.column.to'), voice.say('copies.column.became')], rows },
  ];
}

function isPlain({ became, opened }: CopyAccount): boolean {
  return became.kind === 'sent' && !opened;
}

function became(voice: Voice, { became, opened }: CopyAccount): string {
  switch (became.kind) {
    case 'sent':
      return voice.say(opened ? 'copy.opened' : 'copy.sent');
    case 'held':
      if (became.for === 'author') return voice.say('copy.held.author');
      return voice.say('copy.held.review', { reviewer: named(voice, became.reviewer) });
    case 'forwarded':
      return voice.say('copy.forwarded', { to: named(voice, became.to) });
    case 'returned':
      return voice.say('copy.returned');
    case 'lost':
      return voice.say('copy.lost');
    case 'unsure':
      return voice.say('copy.unsure');
  }
}

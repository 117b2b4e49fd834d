/**
 * A letter's words for whoever reviews it: what its author wrote first, then what is odd or hidden, then every text as
 * its readers would see it. Read in the isolated child, as always.
 */
import type { Letter, LetterId, TextPart } from '../../rules/letter.ts';
import { anomalySentence } from '../mail/anomalies.ts';
import { openReader } from '../mail/reading/reader.ts';
import { printableText } from '../printable.ts';
import type { Desk } from './at-the-desk.ts';

export async function textForReview(id: LetterId, { spool }: Pick<Desk, 'spool'>): Promise<string> {
  const envelope = await spool.envelope(id);
  if (envelope === null) return 'Its bytes are no longer in the spool.';
  const reader = openReader({ processes: 1 });
  try {
    return reviewText(await reader.read(spool.messagePath(id), envelope));
  } finally {
    await reader.close();
  }
}

export function reviewText({ body, anomalies }: Pick<Letter, 'body' | 'anomalies'>): string {
  const odd = listed('Odd about how it is built:', anomalies.map(anomalySentence));
  if (body.kind === 'unreadable') return [`It could not be read: ${body.why}`, ...odd].join('\n\n');
  const hidden = body.texts.flatMap(({ part, hidden }) => hidden.map((words) => `part ${part}: ${words}`));
  const whole = body.texts.map(({ kind, part, text }) => `[${part}, ${kind}]\n${text}`);
  const shown = [...ownWords(body.texts), ...odd, ...listed('What no reader sees:', hidden), ...whole];
  return printableText(shown.join('\n\n'));
}

/** Of the first text that has any; the others stand below in any case. */
function ownWords(texts: readonly TextPart[]): readonly string[] {
  const own = texts.map(({ text, stretches }) =>
    stretches.flatMap(({ kind, from, to }) => (kind === 'own' ? [text.slice(from, to).trim()] : [])).filter(Boolean),
  );
  const first = own.find((words) => words.length > 0);
  return first === undefined
    ? ['Its author wrote no words of their own.']
    : [`Its author’s own words:\n${first.join('\n[…]\n')}`];
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [[title, ...lines.map((line) => `- ${line}`)].join('\n')];
}

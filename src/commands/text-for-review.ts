/** The text of a letter as its readers would see it, for whoever reviews it; read in the isolated child, as always. */
import type { LetterId } from '../../rules/letter.ts';
import { openReader } from '../mail/reading/reader.ts';
import { printableText } from '../printable.ts';
import type { Desk } from './at-the-desk.ts';

export async function textForReview(id: LetterId, { spool }: Desk): Promise<string> {
  const envelope = await spool.envelope(id);
  if (envelope === null) return 'Its bytes are no longer in the spool.';
  const reader = openReader({ processes: 1 });
  try {
    const { body } = await reader.read(spool.messagePath(id), envelope);
    if (body.kind === 'unreadable') return `It could not be read: ${body.why}`;
    return body.texts.map(({ kind, part, text }) => `[${part}, ${kind}]\n${printableText(text)}`).join('\n\n');
  } finally {
    await reader.close();
  }
}

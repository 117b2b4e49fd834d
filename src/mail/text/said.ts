/** What the lines that introduce earlier correspondence say of it. */
import type { Named, Quotation } from '../../../rules/letter.ts';

export type Said = Pick<Quotation, 'author' | 'recipients' | 'date' | 'subject'>;

export const UNSAID: Said = { author: null, recipients: [], date: null, subject: null };

/** Of two introductions to one quotation, the one that says more. */
export function together(one: Said, other: Said): Said {
  return {
    author: fuller(one.author, other.author),
    recipients: one.recipients.length > 0 ? one.recipients : other.recipients,
    date: one.date ?? other.date,
    subject: one.subject ?? other.subject,
  };
}

function fuller(one: Named | null, other: Named | null): Named | null {
  if (one === null || other === null) return one ?? other;
  return one.address === null && other.address !== null ? other : one;
}

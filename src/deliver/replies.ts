/**
 * The next hop's words, as one reply for each recipient: a recipient refused by name keeps that refusal whatever was
 * said of the message, the others have what was said of the message.
 */
import type { Refusal, Said } from './connection.ts';
import type { Reply } from './transaction.ts';

/** Null where the reply that decides has no SMTP meaning, so that nothing may be concluded from it. */
export function replies(said: Exclude<Said, { kind: 'broken' }>, addresses: readonly string[]): Reply[] | null {
  const refused = new Map<string, Refusal>(said.refusals.map((one) => [one.recipient, one]));
  const everyoneRefused = addresses.every((address) => refused.has(address));
  const ofTheMessage = parseReply(said.response);
  if (!everyoneRefused && !isVerdict(ofTheMessage, said.kind)) return null;
  return addresses.map((address) => {
    const refusal = refused.get(address);
    if (refusal === undefined) return { address, ...ofTheMessage };
    return { address, ...ofOneRecipient(parseReply(refusal.response), everyoneRefused) };
  });
}

type Words = { readonly code: number; readonly text: string };

function isVerdict({ code }: Words, kind: 'accepted' | 'refused'): boolean {
  return kind === 'accepted' ? code >= 200 && code < 300 : code >= 400 && code < 600;
}

/**
 * RFC 5321 §4.5.3.1.10: a 552 after others were accepted means "too many for one transaction", as 452 does, unless
 * it says that it is this mailbox (X.2.X) that is full. What cannot be read is asked again later.
 */
function ofOneRecipient(words: Words, everyoneRefused: boolean): Words {
  if (words.code < 400 || words.code > 599) return { code: 450, text: `4.5.0 unclear reply: ${words.text}` };
  if (words.code !== 552 || everyoneRefused || words.text.startsWith('5.2.')) return words;
  return { code: 452, text: words.text.replace(/^5\./, '4.') };
}

/** `550-5.1.1 a\n550 5.1.1 b` → 550, `5.1.1 a b`. Control characters and endless texts stay out of the register. */
function parseReply(response: string): Words {
  const lines = response.split('\n').map((line) => line.replace(/^\d{3}[ -]?/, ''));
  const enhanced = /^([245]\.\d{1,3}\.\d{1,3})(?= |$)/.exec(lines[0] ?? '')?.[1];
  const bare = lines.map((line) =>
    enhanced !== undefined && line.startsWith(enhanced) ? line.slice(enhanced.length) : line,
  );
  const text = [enhanced ?? '', ...bare]
    .join(' ')
    .replace(/[\x00-\x20\x7f]+/g, ' ')
    .trim();
  return { code: Number(/^\d{3}(?=[ -]|$)/.exec(response)?.[0] ?? 0), text: text.slice(0, 500) };
}

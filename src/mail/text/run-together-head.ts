/**
 * Yahoo's plain text runs the separator and the whole head of a forwarded letter together on one line:
 * `----- Forwarded message ----- From: Jane <jane@x>To: Tom <tom@x>Sent: Monday at 09:15:00 GMTSubject: Bins`.
 */
import { namedIn, peopleIn } from './named.ts';
import type { Said } from './said.ts';

export type RunTogether = { readonly kind: 'quoted' | 'forwarded'; readonly said: Said };

const SEPARATED = /^-{3,20} ?(forwarded|original) message ?-{3,20} ?(From: .{1,1800})$/i;
const SUBJECT = 'Subject: ';

export function readRunTogether(text: string): RunTogether | null {
  const found = SEPARATED.exec(text);
  if (!found?.[2]) return null;
  const [people, subject] = atFirst(found[2], SUBJECT);
  const fields = people.split(/(?=(?:To|Cc|Sent|Date): )/).map((field) => atFirst(field, ': '));
  const said = (...names: readonly string[]) => fields.find(([name]) => names.includes(name))?.[1]?.trim() ?? '';
  if (fields.length < 2) return null;
  return {
    kind: found[1]?.toLowerCase() === 'forwarded' ? 'forwarded' : 'quoted',
    said: {
      author: namedIn(said('From')),
      recipients: [...peopleIn(said('To')), ...peopleIn(said('Cc'))],
      date: said('Sent', 'Date') || null,
      subject: subject?.trim() || null,
    },
  };
}

function atFirst(text: string, sign: string): readonly [string, string | null] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + sign.length)];
}

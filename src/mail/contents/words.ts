/** Texts of a letter as the rules get them: where each stands, and who speaks in it. */
import type { Stretch, TextPart } from '../../../rules/letter.ts';
import { type Speakers, speakersIn } from '../text/stretches.ts';
import type { Gathered, Setting } from './gathered.ts';
import type { Leaf } from './leaf.ts';
import type { LeafKind } from './leaf-kind.ts';
import type { LeafText } from './leaf-text.ts';

type Words = {
  readonly number: string;
  readonly kind: TextPart['kind'];
  readonly stands: TextPart['stands'];
  readonly read: Pick<LeafText, 'seen'> & Partial<LeafText>;
};

export function addWords(gathered: Gathered, { number, kind, stands, read }: Words, setting: Setting): void {
  const { text, hidden } = read.seen;
  const heard = hear(read, stands, setting);
  gathered.texts.push({ part: number, kind, stands, text, hidden, stretches: heard.stretches });
  if (stands === 'body') for (const line of heard.signature) gathered.signature.add(line);
  for (const quotation of heard.quotations)
    gathered.quotations.push({ ...quotation, part: number, depth: quotation.depth + setting.depth });
}

/** Without a name, readers' programs show a text where it stands; with one, they offer a file. */
export function standsOf(leaf: Leaf, kind: LeafKind, { stands }: Setting): TextPart['stands'] {
  if (stands === 'enclosed') return 'enclosed';
  if (leaf.attached) return 'attached';
  if (kind === 'calendar')
    return leaf.type === 'text/calendar' && leaf.disposition !== 'attachment' ? 'body' : 'attached';
  if (kind === 'words') return leaf.name === null && !BESIDE.test(leaf.type) ? 'body' : 'attached';
  return leaf.name === null || leaf.type.startsWith('text/') ? 'body' : 'attached';
}

/** Types of what is a file, or another letter's header, even without a name. */
const BESIDE = /^(message\/|text\/(csv|tab-separated-values|(x-)?vcard|directory|rfc822-headers|css|javascript|xml)$)/;

function hear(read: Words['read'], stands: TextPart['stands'], setting: Setting): Speakers {
  if (stands === 'attached' || stands === 'loose' || isAnothers(read, setting))
    return { stretches: whole(read.seen.text, 'quoted'), quotations: [], signature: [] };
  const heard = speakersIn(read.seen, setting.writer);
  if (stands === 'body') return heard;
  const passedOn = heard.stretches.map((stretch) =>
    stretch.kind === 'own' ? { ...stretch, kind: 'forwarded' as const } : stretch,
  );
  return { ...heard, stretches: passedOn };
}

/** An answer to an invitation repeats it; and who passes one on did not write it. */
function isAnothers({ method, organiser }: Words['read'], { writer }: Setting): boolean {
  if (method === 'REPLY' || method === 'COUNTER') return true;
  return typeof organiser === 'string' && !writer.names.includes(organiser);
}

function whole(text: string, kind: Stretch['kind']): readonly Stretch[] {
  return text === '' ? [] : [{ kind, from: 0, to: text.length }];
}

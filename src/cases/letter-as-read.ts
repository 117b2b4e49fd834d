/**
 * A letter as the rules read it, for somebody who asks why: who wrote it and who gets it, its parts, which words are
 * the author's own and which are quoted, what marks it, what no reader sees, what is odd about its build. Protected
 * recipients are taken out, as before any rule.
 */
import { unaccounted } from '../../rules/accounted.ts';
import { type Author, authorsOf } from '../../rules/author.ts';
import { withoutProtected } from '../../rules/correspondence/protected-channels.ts';
import type { Council } from '../../rules/council.ts';
import type { Body, Enclosure, Letter, Mailbox, Proof, Quotation, TextPart } from '../../rules/letter.ts';
import { type Marking, markingsOf } from '../../rules/marking.ts';
import { bareSubject } from '../../rules/marks/subject.ts';
import { classesOf } from '../../rules/recipients/recipient-class.ts';
import type { RecipientClass } from '../../rules/recipients/sight.ts';
import { signatoryOf } from '../../rules/signatory.ts';
import { anomalySentence } from '../mail/anomalies.ts';

export type LetterAsRead = {
  readonly from: readonly Mailbox[];
  readonly sender: Mailbox | null;
  readonly authors: readonly AuthorAsRead[];
  /** The name of whose signature block closes the author's own words. */
  readonly signatory: string | null;
  readonly proof: Proof;
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly subject: { readonly words: string; readonly isNew: boolean };
  /** Everybody who gets a copy, why, and whether the others can see it. */
  readonly recipients: readonly RecipientClass[];
  readonly parts: readonly PartAsRead[];
  readonly ownWords: readonly Words[];
  readonly signature: readonly string[];
  readonly quotations: readonly QuotationAsRead[];
  readonly markings: readonly Marking[];
  readonly enclosures: readonly Omit<Enclosure, 'sha256'>[];
  /** What a part holds and no reader sees. */
  readonly hidden: readonly { readonly part: string; readonly words: string }[];
  readonly anomalies: readonly { readonly kind: string; readonly where: string; readonly meaning: string }[];
  readonly signed: boolean;
  readonly encrypted: boolean;
  /** `null` where all of it could be read and accounted for; else why not. */
  readonly unaccounted: string | null;
};

type AuthorAsRead = {
  readonly address: string;
  readonly kind: 'member' | 'officer' | 'council' | 'outside';
  readonly name: string | null;
};
/** `size`: of a text in characters, of a file in bytes. */
type PartAsRead = {
  readonly part: string;
  readonly holds: 'text' | 'file';
  readonly type: string;
  readonly stands: TextPart['stands'] | 'inline';
  readonly size: number;
  readonly name: string | null;
};
/** `offset` in UTF-16 units of the part's text. */
export type Words = { readonly part: string; readonly offset: number; readonly words: string };
/** Of what is long the beginning alone: where a thousand lie inside each other, each would hold all the rest. */
export type QuotationAsRead = Pick<Quotation, 'kind' | 'depth' | 'author' | 'recipients' | 'date' | 'subject'> &
  Words & { readonly size: number };
const MOST_QUOTED = 2_000;

export function letterAsRead(whole: Letter, council: Council): LetterAsRead {
  const letter = withoutProtected(whole, council);
  const { from, sender, proof, to, cc, subject, signed, encrypted, anomalies } = letter;
  return {
    from,
    sender,
    authors: authorsOf(letter, council).map(authorAsRead),
    signatory: signatoryOf(letter, council)?.name ?? null,
    proof,
    to,
    cc,
    subject: { words: subject, isNew: !bareSubject(subject).isAnswer },
    recipients: classesOf(letter, council),
    ...bodyAsRead(letter.body),
    markings: markingsOf(letter, council),
    anomalies: anomalies.map((anomaly) => ({ ...anomaly, meaning: anomalySentence(anomaly) })),
    signed,
    encrypted,
    unaccounted: unaccounted(letter),
  };
}

function authorAsRead(author: Author): AuthorAsRead {
  if (author.kind !== 'person') return { address: author.address, kind: author.kind, name: null };
  return { address: author.address, kind: author.person.role, name: author.person.name };
}

type BodyAsRead = Pick<LetterAsRead, 'parts' | 'ownWords' | 'signature' | 'quotations' | 'enclosures' | 'hidden'>;

function bodyAsRead(body: Body): BodyAsRead {
  if (body.kind === 'unreadable')
    return { parts: [], ownWords: [], signature: [], quotations: [], enclosures: [], hidden: [] };
  const { texts, quotations, enclosures, signature } = body;
  return {
    parts: [...texts.map(textAsRead), ...enclosures.map(fileAsRead)].sort((a, b) => inOrder.compare(a.part, b.part)),
    ownWords: texts.flatMap(ownWordsOf),
    signature,
    quotations: quotations.map((quotation) => quotationAsRead(quotation, texts)),
    enclosures: enclosures.map(({ part, name, type, size, inline }) => ({ part, name, type, size, inline })),
    hidden: texts.flatMap(({ part, hidden }) => hidden.map((words) => ({ part, words }))),
  };
}

/** `1.2` before `1.10`. */
const inOrder = new Intl.Collator('en', { numeric: true });

function textAsRead({ part, kind, stands, text }: TextPart): PartAsRead {
  return { part, holds: 'text', type: kind, stands, size: text.length, name: null };
}

function fileAsRead({ part, type, inline, size, name }: Enclosure): PartAsRead {
  return { part, holds: 'file', type, stands: inline ? 'inline' : 'attached', size, name };
}

function ownWordsOf({ part, text, stretches }: TextPart): readonly Words[] {
  return stretches
    .filter(({ kind, from, to }) => kind === 'own' && text.slice(from, to).trim() !== '')
    .map(({ from, to }) => ({ part, offset: from, words: text.slice(from, to) }));
}

function quotationAsRead(quotation: Quotation, texts: readonly TextPart[]): QuotationAsRead {
  const { kind, depth, author, recipients, date, subject, part, from, to } = quotation;
  const words = texts.find((text) => text.part === part)?.text.slice(from, Math.min(to, from + MOST_QUOTED)) ?? '';
  return { kind, depth, author, recipients, date, subject, part, offset: from, size: to - from, words };
}

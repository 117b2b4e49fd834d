/** A letter as it was read, laid out for a terminal of 100 columns: for `explain`, and where a reviewer may read it. */
import type { Mailbox, Named, Proof } from '../../rules/letter.ts';
import type { Marking } from '../../rules/marking.ts';
import type { RecipientKind } from '../../rules/recipients/sight.ts';
import type { LetterAsRead, QuotationAsRead, Words } from '../cases/letter-as-read.ts';
import { printableLine, printableText } from '../printable.ts';
import { wrapped } from './wrapped.ts';

/** Characters of one text that are shown; the rest is counted. */
const MOST_SHOWN = 4_000;
const MOST_QUOTED = 300;
const MOST_LISTED = 50;

/** Lines without their ends, fit to be printed. */
export function letterPage(letter: LetterAsRead): readonly string[] {
  return [
    'The letter as it was read',
    '',
    ...people(letter),
    ...section('Recipients', firstOf(letter.recipients, recipient)),
    ...section('Marked', firstOf(letter.markings, marking)),
    ...section('Parts', firstOf(letter.parts, part)),
    ...ownWords(letter.ownWords),
    ...section('Signature', letter.signature.flatMap(quotedLines)),
    ...section('Earlier correspondence in it', firstOf(letter.quotations, quotation)),
    ...section('What no reader sees', firstOf(letter.hidden, hidden)),
    ...section(
      'Odd about how it is built',
      firstOf(letter.anomalies, ({ meaning }) => item(meaning)),
    ),
    ...accountedFor(letter),
  ];
}

function people(letter: LetterAsRead): readonly string[] {
  const { from, sender, to, cc, subject, signatory, authors } = letter;
  return [
    ...field('From', from.map(mailbox).join(', ') || 'nobody'),
    ...(sender === null ? [] : field('Sender', mailbox(sender))),
    ...field('Author', `${authors.map(author).join('; ') || 'nobody'}; ${proofOf(letter.proof)}`),
    ...(signatory === null || authors.some(({ name }) => name === signatory) ? [] : field('Signed by', signatory)),
    ...field('To', to.map(mailbox).join(', ') || 'nobody'),
    ...(cc.length === 0 ? [] : field('Cc', cc.map(mailbox).join(', '))),
    ...field('Subject', `${subject.words || '(none)'}${subject.isNew ? '' : '  (of an earlier letter)'}`),
    ...sealed(letter),
  ];
}

function field(name: string, value: string): readonly string[] {
  return wrapped(printableLine(value), { first: `  ${name.padEnd(10)} `, rest: ' '.repeat(13) });
}

function sealed({ signed, encrypted }: LetterAsRead): readonly string[] {
  const seals = [...(signed ? ['signed, so that it must not be altered'] : []), ...(encrypted ? ['encrypted'] : [])];
  return seals.length === 0 ? [] : field('Seal', seals.join('; '));
}

function mailbox({ name, address }: Mailbox | Named): string {
  if (address === null) return name;
  if (name === '') return address;
  return `${/[,;<>"@]/.test(name) ? `"${name.replaceAll('"', "'")}"` : name} <${address}>`;
}

function author({ kind, name, address }: LetterAsRead['authors'][number]): string {
  switch (kind) {
    case 'outside':
      return `${address}, who counts as outside`;
    case 'council':
      return `the Council itself, as ${address}`;
    default:
      return `${name}, ${kind === 'member' ? 'a member' : 'an officer'}, as ${address}`;
  }
}

const PROVEN: Readonly<Record<Extract<Proof, { readonly kind: 'proven' }>['by'], string>> = {
  upstream: 'a mail system that is trusted vouches for it',
  login: 'proven by signing in',
  dkim: 'proven by the signature of its domain (DKIM)',
  arc: 'proven by a mail system that is trusted to say so (ARC)',
  case: 'taken to be proven',
};

function proofOf(proof: Proof): string {
  return proof.kind === 'proven' ? PROVEN[proof.by] : `not proven: ${proof.why}`;
}

const CLASSES: Readonly<Record<RecipientKind, string>> = {
  visible: 'visible',
  alias: 'visible, under another address',
  group: 'visible, through a group',
  'mailing-list': 'through a mailing list',
  redirect: 'by a redirection',
  resource: 'a room or piece of equipment, invited',
  author: 'an author of it',
  records: 'a filing mailbox',
  blind: 'BLIND',
  broadcast: 'BLIND, as everybody of this letter is',
  unexplained: 'BLIND, as far as can be told',
};

function recipient({ address, kind, confidence, why }: LetterAsRead['recipients'][number]): readonly string[] {
  const how = `${CLASSES[kind]}${confidence === 'probable' && kind !== 'unexplained' ? ' (probably)' : ''}`;
  return item(`${address}: ${how}; ${why}`);
}

const STANDS: Readonly<Record<Marking['where'], string>> = {
  subject: 'in the subject',
  header: 'in the header',
  heading: 'by a heading',
  label: 'by a label',
  statement: 'in the law’s own terms',
  banner: 'by a banner',
  quoted: 'in what is quoted',
  attached: 'in what is attached',
  enclosed: 'in a letter inside it',
  'file-name': 'in the name of a file',
};

function marking({ words, part, offset, where, level, isEarlier, by }: Marking): readonly string[] {
  const whose = by === null ? '' : `, number ${by + 1} below`;
  const when = isEarlier && where === 'subject' ? ' of an earlier letter' : '';
  return item(`${level}, ${STANDS[where]}${when}${whose}: “${words}”${placeOf(part, offset)}`);
}

function placeOf(part: string, offset: number): string {
  return part === 'header'
    ? ''
    : part === 'subject'
      ? ` [from character ${offset}]`
      : ` [part ${part}, from character ${offset}]`;
}

const PLACES: Readonly<Record<LetterAsRead['parts'][number]['stands'], string>> = {
  body: 'the letter itself',
  attached: 'attached',
  enclosed: 'in a letter inside it',
  loose: 'around its parts',
  inline: 'shown where it stands',
};

function part(each: LetterAsRead['parts'][number]): readonly string[] {
  const size = `${each.size.toLocaleString('en-GB')} ${each.holds === 'text' ? 'characters' : 'bytes'}`;
  const type = each.holds === 'text' ? `text (${each.type})` : each.type;
  const name = each.name === null ? '' : `, “${each.name}”`;
  return item(`${each.part.padEnd(6)} ${type}, ${PLACES[each.stands]}, ${size}${name}`);
}

/** The same words in another part (a letter in plain text and in HTML) are told once. */
function ownWords(all: readonly Words[]): readonly string[] {
  if (all.length === 0) return section('The author’s own words', ['    none']);
  const seen = new Map<string, string>();
  return all.flatMap(({ part, offset, words }) => {
    const title = `The author’s own words (part ${printableLine(part)}, from character ${offset})`;
    const same = words.replace(/\s+/g, ' ').trim();
    const before = seen.get(same);
    seen.set(same, before ?? part);
    return section(
      title,
      before === undefined ? quotedLines(words) : [`    the same as in part ${printableLine(before)}`],
    );
  });
}

function quotedLines(words: string): readonly string[] {
  const shown = words.trim().slice(0, MOST_SHOWN);
  const left = words.trim().length - shown.length;
  const lines = printableText(shown)
    .replaceAll('\t', '    ')
    .replace(/\n{3,}/g, '\n\n')
    .split('\n');
  const more =
    left === 0 ? [] : [`    … and ${left.toLocaleString('en-GB')} characters more (\`--json\` has them all)`];
  return [...lines.flatMap((line) => wrapped(line, { first: '    | ', rest: '    | ' })), ...more];
}

function quotation(each: QuotationAsRead, n: number): readonly string[] {
  const { kind, depth, author, recipients, date, subject, part, offset, words } = each;
  const said = [
    `${kind === 'enclosed' ? 'a letter inside it' : kind}${depth > 1 ? `, inside another (depth ${depth})` : ''}`,
    author === null ? 'nobody named as its author' : `by ${mailbox(author)}`,
    ...(recipients.length === 0 ? [] : [`to ${recipients.slice(0, 10).map(mailbox).join(', ')}`]),
    ...(date === null ? [] : [`of ${date}`]),
    ...(subject === null ? [] : [`“${subject}”`]),
  ];
  const first = words.replace(/\s+/g, ' ').trim().slice(0, MOST_QUOTED);
  return [
    ...item(`${n + 1}. ${said.join(', ')} [part ${part}, from character ${offset}]`),
    ...(first === '' ? [] : wrapped(printableLine(first), { first: '      > ', rest: '      > ' })),
  ];
}

function hidden({ part, words }: LetterAsRead['hidden'][number]): readonly string[] {
  return item(`part ${part}: “${words.replace(/\s+/g, ' ').trim().slice(0, MOST_QUOTED)}”`);
}

function accountedFor({ unaccounted }: LetterAsRead): readonly string[] {
  if (unaccounted === null) return ['', '  All of it could be read and accounted for.'];
  const why = `It could not be accounted for: ${unaccounted}. From an inside author it is held for its author.`;
  return ['', ...wrapped(printableLine(why), { first: '  ', rest: '  ' })];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `  ${title}`, ...lines];
}

/** A hostile letter may have thousands of anything. */
function firstOf<T>(all: readonly T[], told: (each: T, n: number) => readonly string[]): readonly string[] {
  const left = all.length - MOST_LISTED;
  const more = left <= 0 ? [] : [`    … and ${left.toLocaleString('en-GB')} more (\`--json\` has them all)`];
  return [...all.slice(0, MOST_LISTED).flatMap(told), ...more];
}

function item(text: string): readonly string[] {
  return wrapped(printableLine(text), { first: '    ', rest: '      ' });
}

/**
 * Where a letter is marked confidential, by whom and how: in its subject, its header, a heading or a label above or
 * below what somebody wrote, and in what is quoted, forwarded, attached or enclosed. A stock legal footer, `[EXTERNAL]`,
 * plain OFFICIAL and talk about confidentiality are no markings.
 * Blind to markings in pictures and inside files, to what is hidden from readers, and to letters that came before.
 */
import type { Council } from './council.ts';
import type { Body, Enclosure, Letter, Stretch, TextPart } from './letter.ts';
import { blocksOf, edgesOf } from './marks/blocks.ts';
import { markOfHeader } from './marks/headers.ts';
import { isStockFooter, markOfField, markOfLine } from './marks/lines.ts';
import type { Level } from './marks/phrase.ts';
import { statementsIn } from './marks/statement.ts';
import { bareSubject, isSameSubject, markOfSubject } from './marks/subject.ts';
import { introducedBy, type Numbered, quotationsIn, whose } from './marks/whose.ts';

export type Marking = {
  /** As they stand; of a long line its beginning. */
  readonly words: string;
  /** `subject` and `header`, else the number of the part. */
  readonly part: string;
  /** In UTF-16 units of that part's text, or of the subject; 0 for a header, a file's name and an enclosed letter's subject. */
  readonly offset: number;
  /** The first six are of the letter itself; `statement` says in the law's terms that something is exempt. */
  readonly where:
    | 'subject'
    | 'header'
    | 'heading'
    | 'label'
    | 'statement'
    | 'banner'
    | 'quoted'
    | 'attached'
    | 'enclosed'
    | 'file-name';
  readonly level: Level;
  /** Whether it came with earlier correspondence, as in a subject that is answered, rather than with this letter. */
  readonly isEarlier: boolean;
  /** Which of the body's quotations it belongs to: somebody marked that. */
  readonly by: number | null;
};

/** Far more than a letter has; a hostile one may have a million. */
const MOST = 200;
const MOST_QUOTATIONS = 1_000;

/** In the order: subject, header, then part by part; each place once. */
export function markingsOf(letter: Letter, council: Council): readonly Marking[] {
  const { body } = letter;
  const ofIt = [...ofSubject(letter), ...ofHeader(letter, council)];
  if (body.kind !== 'read') return ofIt;
  const inIt = inTexts(body);
  return [
    ...ofIt,
    ...inIt,
    ...inSubjects(body, inIt),
    ...inHeads(body, council),
    ...body.enclosures.flatMap(ofFile),
  ].slice(0, MOST);
}

function ofSubject({ subject, body }: Letter): readonly Marking[] {
  const mark = markOfSubject(subject);
  if (mark === null) return [];
  const quotations = body.kind === 'read' ? body.quotations : [];
  const by = quotations.findIndex((each) => each.subject !== null && isSameSubject(each.subject, subject));
  const isEarlier = by >= 0 || bareSubject(subject).isAnswer;
  return [{ ...mark, part: 'subject', where: 'subject', isEarlier, by: by < 0 ? null : by }];
}

function ofHeader({ labels }: Letter, { confidentialLabels }: Council): readonly Marking[] {
  return labels.slice(0, MOST).flatMap((label) => {
    const mark = markOfHeader(label, confidentialLabels);
    return mark === null ? [] : [{ ...mark, part: 'header', offset: 0, where: 'header', isEarlier: false, by: null }];
  });
}

type Read = Extract<Body, { readonly kind: 'read' }>;
type Placed = { readonly text: TextPart; readonly all: readonly Numbered[]; readonly inPart: readonly Numbered[] };

function inTexts({ texts, quotations }: Read): readonly Marking[] {
  const all = quotations.slice(0, MOST_QUOTATIONS).map((quotation, n) => ({ quotation, n }));
  const found = new Map<string, Marking>();
  for (const text of texts) {
    const placed = { text, all, inPart: quotationsIn(text, all) };
    for (const mark of [...inFields(placed), ...atEdges(placed), ...stated(placed)]) {
      const place = `${mark.part} ${mark.offset}`;
      if (!found.has(place)) found.set(place, mark);
    }
    if (found.size >= MOST) break;
  }
  return [...found.values()];
}

/** Headings and labels at the head and the foot of what somebody wrote. */
function atEdges(placed: Placed): readonly Marking[] {
  const { text, inPart } = placed;
  const blocks = blocksOf(
    text,
    inPart.map(({ quotation }) => quotation),
  );
  return blocks.flatMap((block) =>
    edgesOf(text.text, block).flatMap((line) => {
      const mark = markOfLine(line.text, line);
      if (mark === null || isStockFooter(line.around)) return [];
      const own = block.kind === 'banner' ? 'banner' : mark.where;
      return [marked(placed, { ...line, level: mark.level, own })];
    }),
  );
}

const SUBJECT_LINE = /^[\s>*_|]{0,20}(?:subject|summary|title|re)[*_]{0,2}\s?:.{2,300}$/gim;

/** What the heads of quoted letters and of appointments give as their subject. */
function inFields(placed: Placed): readonly Marking[] {
  const { text, all, inPart } = placed;
  const found: Marking[] = [];
  for (const { 0: line, index } of text.text.matchAll(SUBJECT_LINE)) {
    if (found.length >= MOST) break;
    const offset = index + (line.length - line.replace(/^[\s>|]+/, '').length);
    const level = markOfField(line);
    if (level === null || speaker(text, offset) === 'own') continue;
    const by = introducedBy(text, offset, inPart, all);
    found.push({ ...marked(placed, { text: line.trim(), offset, level, own: 'heading' }), by });
  }
  return found;
}

/** In the law's own terms, wherever it stands. */
function stated(placed: Placed): readonly Marking[] {
  return statementsIn(placed.text.text).flatMap(({ words, offset, around }) =>
    isStockFooter(around) ? [] : [marked(placed, { text: words, offset, level: 'exempt', own: 'statement' })],
  );
}

type Found = { readonly text: string; readonly offset: number; readonly level: Level; readonly own: Marking['where'] };

function marked({ text, all, inPart }: Placed, { text: words, offset, level, own }: Found): Marking {
  const where = speaker(text, offset);
  return {
    words: words.slice(0, 200),
    part: text.part,
    offset,
    where: where === 'own' ? own : where,
    level,
    isEarlier: where !== 'own',
    by: where === 'own' ? null : whose(text, offset, inPart, all),
  };
}

/** Who marked it, by where it stands: the letter's own author, somebody quoted, whoever wrote what is attached. */
function speaker({ stands, stretches }: TextPart, offset: number): 'own' | 'quoted' | 'attached' | 'enclosed' {
  if (stands === 'enclosed') return 'enclosed';
  if (stands !== 'body') return 'attached';
  const kind = kindAt(stretches, offset);
  return kind === 'quoted' || kind === 'forwarded' ? 'quoted' : 'own';
}

/** They stand in order, without a gap; a hostile letter has a hundred thousand. */
function kindAt(stretches: readonly Stretch[], offset: number): Stretch['kind'] | undefined {
  let [low, high] = [0, stretches.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stretches[middle]?.from ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return stretches[low]?.kind;
}

/** The subjects of letters that are enclosed, or quoted in a way that shows no line for it. */
function inSubjects({ quotations }: Read, shown: readonly Marking[]): readonly Marking[] {
  return quotations.slice(0, MOST).flatMap(({ kind, part, from, subject }, by) => {
    const mark = markOfSubject(subject ?? '');
    if (mark === null || shown.some((each) => each.by === by && each.words.includes(mark.words))) return [];
    const [where, offset] = kind === 'enclosed' ? (['enclosed', 0] as const) : (['quoted', from] as const);
    return [{ ...mark, part, offset, where, isEarlier: true, by }];
  });
}

/** The header fields of letters that are enclosed. */
function inHeads({ quotations }: Read, { confidentialLabels }: Council): readonly Marking[] {
  return quotations.slice(0, MOST).flatMap(({ part, labels = [] }, by) =>
    labels.slice(0, MOST).flatMap((label): readonly Marking[] => {
      const mark = markOfHeader(label, confidentialLabels);
      return mark === null ? [] : [{ ...mark, part, offset: 0, where: 'enclosed', isEarlier: true, by }];
    }),
  );
}

/** A file named like a marked one. What the name is worth is for each rule to say. */
function ofFile({ name, part, inline }: Enclosure): readonly Marking[] {
  const mark = inline ? null : markOfSubject((name ?? '').replace(/\.[a-z0-9]{1,5}$/i, '').replaceAll('_', ' '));
  return mark === null
    ? []
    : [{ ...mark, words: name ?? '', part, offset: 0, where: 'file-name', isEarlier: false, by: null }];
}

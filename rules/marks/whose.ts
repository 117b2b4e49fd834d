/** Which quotation a place in a text belongs to: the innermost that holds it, or the one that the lines there introduce. */
import type { Quotation, TextPart } from '../letter.ts';

export type Numbered = { readonly quotation: Quotation; readonly n: number };

/** Those whose words lie in this part, and the letter that this part is of. */
export function quotationsIn({ part }: TextPart, all: readonly Numbered[]): readonly Numbered[] {
  return all.filter(({ quotation }) => quotation.part === part && quotation.to > quotation.from);
}

/** `inPart`: as `quotationsIn` gives them. The index among the body's quotations, or `null`. */
export function whose(
  text: TextPart,
  offset: number,
  inPart: readonly Numbered[],
  all: readonly Numbered[],
): number | null {
  const holding = inPart.filter(({ quotation: { from, to } }) => from <= offset && offset < to);
  const inmost = holding.reduce<Numbered | null>(
    (best, each) => (best === null || each.quotation.depth >= best.quotation.depth ? each : best),
    null,
  );
  return (inmost ?? enclosing(text, all))?.n ?? null;
}

/** For a line of the head that introduces a quotation: that quotation; else as `whose`. */
export function introducedBy(
  text: TextPart,
  offset: number,
  inPart: readonly Numbered[],
  all: readonly Numbered[],
): number | null {
  const next = inPart
    .filter(({ quotation: { from } }) => from > offset && from - offset < FURTHEST)
    .reduce<Numbered | null>(
      (best, each) => (best === null || each.quotation.from < best.quotation.from ? each : best),
      null,
    );
  if (next !== null && isHead(text.text.slice(offset, next.quotation.from))) return next.n;
  return whose(text, offset, inPart, all);
}

const FURTHEST = 3_000;
const FIELD = /^[\s>|*_]{0,40}[\p{L} -]{2,30}[*_]{0,2}\s?:|^[\s>|_-]{0,200}$|^\s{1,20}\S/u;

function isHead(between: string): boolean {
  return between.split('\n').every((line) => FIELD.test(line.slice(0, 200)));
}

/** The letter that an enclosed text is the text of: `2` or `2/1` for the part `2/1.1`. */
function enclosing({ part, stands }: TextPart, all: readonly Numbered[]): Numbered | null {
  if (stands !== 'enclosed') return null;
  const of = all.filter(({ quotation }) => quotation.kind === 'enclosed' && isWithin(part, quotation.part));
  return of.reduce<Numbered | null>(
    (best, each) => (best === null || each.quotation.part.length > best.quotation.part.length ? each : best),
    null,
  );
}

function isWithin(part: string, letter: string): boolean {
  return part === letter || part.startsWith(`${letter}/`) || part.startsWith(`${letter}.`);
}

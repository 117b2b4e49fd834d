/**
 * A line as its reader takes it in, whatever it is made of: capitals or not, letters of another alphabet that look the
 * same, marks that show nothing, letters set apart for emphasis. For finding what a marking says; never for showing.
 */
import { skeleton } from '../language/skeleton.ts';

/** Lower case, one Latin letter for all that look like it, letters that were set apart joined; punctuation stays. */
export function folded(text: string): string {
  const plain = skeleton(text)
    .normalize('NFKD')
    .replace(/[\p{Mn}\p{Cc}]/gu, (mark) => (mark === '\t' ? ' ' : ''));
  return joined(plain.toLowerCase());
}

/** `c.o.n.f.i.d.e.n.t.i.a.l`; fewer letters are initials. */
const DOTTED = /(?<![\p{L}\p{N}])\p{L}(?:[.·_*-]\p{L}){5,}(?![\p{L}\p{N}])/gu;

/** `c o n f i d e n t i a l`; what was one space apart throughout has run together, and is told apart by what markings say. */
function joined(line: string): string {
  const undotted = line.replace(DOTTED, (run) => run.replace(/[.·_*-]/g, ''));
  return undotted.replace(/(?<![\p{L}\p{N}])\p{L}(?: \p{L}){2,}(?![\p{L}\p{N}])/gu, (run) =>
    run
      .replaceAll(' ', '')
      .replace(/(?:strictly|private|official|commercial|not(?=for)|for(?=publi)|and(?=conf)|in(?=conf))(?=\S)/g, '$& '),
  );
}

/** The words of a folded line, a space between each. */
export function wordsOf(line: string): string {
  return line.replace(/[^\p{L}\p{N}&]+/gu, ' ').trim();
}

/** Whether what can be in capitals is, and there are at least three letters of it. */
export function isInCapitals(text: string): boolean {
  const letters = text.replace(/[^\p{L}]/gu, '');
  return letters.length >= 3 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
}

/**
 * A line as its reader takes it in, whatever it is made of: capitals or not, letters of another alphabet that look the
 * same, marks that show nothing, letters set apart for emphasis. For finding what a marking says; never for showing.
 */

/** Letters that look like Latin ones, as their upper or lower case does; UTS 39 has the whole table. */
const ALIKE = new Map(
  [
    ['AΑА', 'a'],
    ['BΒВ', 'b'],
    ['CСϹ', 'c'],
    ['EΕЕ', 'e'],
    ['HΗН', 'h'],
    ['IΙІӀ', 'i'],
    ['KΚК', 'k'],
    ['MΜМ', 'm'],
    ['NΝ', 'n'],
    ['OΟО', 'o'],
    ['PΡР', 'p'],
    ['SЅ', 's'],
    ['TΤТ', 't'],
    ['XΧХ', 'x'],
    ['YΥУ', 'y'],
    ['aαа', 'a'],
    ['cсϲ', 'c'],
    ['dԁ', 'd'],
    ['eе', 'e'],
    ['hһ', 'h'],
    ['iιіıɪ', 'i'],
    ['jј', 'j'],
    ['lⅼӏ', 'l'],
    ['nոᴨ', 'n'],
    ['oοоօ', 'o'],
    ['pρр', 'p'],
    ['sѕ', 's'],
    ['tτ', 't'],
    ['uυս', 'u'],
    ['vνѵ', 'v'],
    ['xχх', 'x'],
    ['yуγ', 'y'],
  ].flatMap(([from = '', to = '']) => [...from].map((each) => [each, to] as const)),
);

/** Lower case, one Latin letter for all that look like it, letters that were set apart joined; punctuation stays. */
export function folded(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Mn}\p{Cc}]/gu, (mark) => (mark === '\t' ? ' ' : ''));
  return joined(
    [...plain]
      .map((each) => ALIKE.get(each) ?? each)
      .join('')
      .toLowerCase(),
  );
}

/** `c o n f i d e n t i a l`; what was one space apart throughout has run together, and is told apart by what markings say. */
function joined(line: string): string {
  return line.replace(/(?<![\p{L}\p{N}])\p{L}(?: \p{L}){2,}(?![\p{L}\p{N}])/gu, (run) =>
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

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

/** Lower case, one Latin letter for all that look like it; punctuation stays. */
export function folded(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Mn}\p{Cc}]/gu, (mark) => (mark === '\t' ? ' ' : ''));
  return [...plain]
    .map((each) => ALIKE.get(each) ?? each)
    .join('')
    .toLowerCase();
}

/** The words of a folded line with a space between each; letters that were set apart are joined again. */
export function wordsOf(line: string): string {
  const chunks = line.split(/\s{2,}/).map((chunk) => joined(chunk.replace(/[^\p{L}\p{N}&]+/gu, ' ').trim()));
  return chunks.filter((chunk) => chunk !== '').join(' ');
}

/** `c o n f i d e n t i a l`; with one space throughout, words run together and are told apart by what markings say. */
function joined(words: string): string {
  if (!/(?:^| )\S \S \S \S(?: |$)/u.test(words)) return words;
  return words
    .replace(/(?<=^| )\S(?: \S){3,}(?= |$)/gu, (run) => run.replaceAll(' ', ''))
    .replace(/(?:strictly|private|official|commercial|not(?=for)|for(?=publi)|and(?=conf)|in(?=conf))(?=\S)/gu, '$& ');
}

/** Whether what can be in capitals is, and there are at least three letters of it. */
export function isInCapitals(text: string): boolean {
  const letters = text.replace(/[^\p{L}]/gu, '');
  return letters.length >= 3 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
}

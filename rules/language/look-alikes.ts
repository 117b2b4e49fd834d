/**
 * Letters that the eye takes for Latin ones, put back into Latin in the words where they pass for them. From Unicode's
 * `confusables.txt` (UTS 39, version 16): what it makes an ASCII letter of, of the alphabets that programs have fonts
 * for. Blind to what only resembles (`0` for `o`, `rn` for `m`), and to a wholly foreign word between foreign words.
 */

/** Capitals and small letters apart: capital Greek nu is an `N`, small nu a `v`. */
const ALIKE = table(
  'a:ɑαа A:ΑАᎪᗅꓮ b:ƄЬᏏᑲᖯƅ B:ꞴΒВᏴᗷꓐ c:ᴄⲥсꮯϲ C:ⲤСᏟꓚϹ d:ԁᏧᑯ D:Ꭰᗞᗪꓓ e:ꬲеҽ E:ΕЕᎬꓰ f:ꬵꞙẝք F:ꞘϜᖴꓝ g:ɡᶃƍց G:ԌᏀᏳꓖ h:һհᏂ H:ΗⲎНᎻᕼꓧ ' +
    'i:ıɪɩιіꙇӏꭵᎥ I:ΙⲒІӀꓲ j:ϳј J:ꞲͿЈᎫᒍꓙ k:ᴋ K:ΚⲔКᏦꓗ l:ⅼƖǀ L:ⳐᏞᒪꓡ m:ᴍ M:ΜϺⲘМᎷᗰꓟ n:ոռ N:ΝⲚꓠ o:ᴏᴑꬽοσⲟоჿօ O:ΟⲞОՕꓳ p:ρⲣр P:ΡⲢРᏢᑭꓑ ' +
    'q:ԛգզ Q:Ԛ r:ꭇꭈᴦⲅгꮁ R:ƦᎡᏒᖇꓣ s:ꜱƽѕꮪ S:ЅՏᏕᏚꓢ t:ᴛ T:ΤⲦТᎢꓔ u:ꞟᴜꭎꭒʋυսև U:ՍᑌꓴႮ v:ᴠνѵꮩ V:ѴᏙᐯꓦ w:ɯᴡѡԝաꮃ W:ԜᎳᏔꓪ x:хᕁᕽ X:ꞳΧⲬХꓫ ' +
    'y:ɣᶌʏỿꭚγуү Y:ΥⲨУҮᎩᎽꓬ z:ᴢꮓ Z:ΖᏃꓜ',
);

/** Taken for Latin only among Latin letters: by themselves they are everyday Russian or Greek. */
const NEARLY = table('a:ᴀ h:нʜ k:кκĸ m:м t:тτ x:χ b:ʙв n:пɴη d:ᴅ e:ᴇε g:ɢ j:ᴊ l:ʟ p:ᴘ r:ʀя f:ꜰ');

/** What is no letter to Unicode and one to the eye, wherever it stands: A to Z in circles, in squares, as flags. */
const SIGNS: ReadonlyMap<string, string> = new Map([0x1f150, 0x1f170, 0x1f1e6].flatMap(alphabet));

function table(list: string): ReadonlyMap<string, string> {
  const entries = list.split(' ').map((entry) => entry.split(':'));
  return new Map(entries.flatMap(([latin = '', alike = '']) => [...alike].map((each) => [each, latin] as const)));
}

function alphabet(from: number): readonly (readonly [string, string])[] {
  return Array.from({ length: 26 }, (_, n) => [String.fromCodePoint(from + n), String.fromCodePoint(0x41 + n)]);
}

/** Before NFKC, which makes a sigma of the Greek letter that looks like `C`. */
const EARLY: ReadonlyMap<string, string> = new Map([...SIGNS, ['Ϲ', 'C'], ['ϲ', 'c'], ['´', "'"]]);

export function letterOfSign(sign: string): string {
  return EARLY.get(sign) ?? sign;
}

const KEYS = [...ALIKE.keys(), ...NEARLY.keys()].flatMap((each) => [each, each.toUpperCase()]);
const ANY = new RegExp(`[${KEYS.filter((each) => each > '\x7f').join('')}]`);
const WORD = /[\p{L}\p{M}]+/gu;

type Kind = 'plain' | 'mixed' | 'alike' | 'foreign';

/** Of the same length: all these letters are one UTF-16 unit. */
export function inLatin(text: string): string {
  if (!ANY.test(text)) return text;
  const kinds = new Map<string, Kind>();
  const pieces: string[] = [];
  let before: Kind = 'plain';
  let from = 0;
  const finder = new RegExp(WORD);
  let found = finder.exec(text);
  while (found !== null) {
    const [word] = found;
    const at = found.index;
    found = finder.exec(text);
    const kind = kindOf(kinds, word);
    // A foreign word all of whose letters look Latin stays itself beside one that is plainly foreign.
    const amongOwn = before === 'foreign' || (found !== null && kindOf(kinds, found[0]) === 'foreign');
    before = kind;
    if (kind === 'plain' || kind === 'foreign' || (kind === 'alike' && amongOwn)) continue;
    pieces.push(text.slice(from, at), respelt(word, kind));
    from = at + word.length;
  }
  return pieces.join('') + text.slice(from);
}

function kindOf(kinds: Map<string, Kind>, word: string): Kind {
  const known = kinds.get(word);
  if (known !== undefined) return known;
  const kind = newKind(word);
  kinds.set(word, kind);
  return kind;
}

function newKind(word: string): Kind {
  if (/^[A-Za-z]+$/.test(word)) return 'plain';
  if (/\p{Script=Latin}/u.test(word)) return 'mixed';
  return [...word].every((letter) => alike(letter) !== undefined) ? 'alike' : 'foreign';
}

/** A capital may look Latin only when it is small. */
function alike(letter: string): string | undefined {
  return ALIKE.get(letter) ?? ALIKE.get(letter.toLowerCase());
}

function nearly(letter: string): string | undefined {
  return NEARLY.get(letter) ?? NEARLY.get(letter.toLowerCase());
}

function respelt(word: string, kind: Kind): string {
  return word.replace(/[^A-Za-z]/gu, (letter) => alike(letter) ?? (kind === 'mixed' ? nearly(letter) : null) ?? letter);
}

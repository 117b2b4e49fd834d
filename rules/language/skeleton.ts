/**
 * Words as their reader's eye takes them, for matching beside the original, which alone is shown: letters of another
 * alphabet that look like Latin ones become them, and what shows nothing (zero-width, soft hyphens, bidi controls)
 * is dropped. UTS 39 has the whole table; this is what English words can be written with. Blind to what only
 * resembles (`0` for `o`), to letters turned round by an override, and to pictures of words.
 */

/** Capitals and small letters apart: capital Greek nu is an `N`, small nu a `v`. */
const ALIKE: ReadonlyMap<string, string> = new Map([
  ...table('A:ΑАᎪꓮ B:ΒВᏴꓐ C:СϹᏟꓚ D:ᎠꓓᗞꓓÐ E:ΕЕᎬꓰ F:Ϝꓝ G:Ꮐꓖԍ H:ΗНᎻꓧ I:ΙІӀᏆꓲ J:ЈᎫꓙ K:ΚКᏦꓗ L:Ꮮꓡ M:ΜМᎷꓟ N:Νꓠ O:ΟОꓳՕ P:ΡРᏢꓑ'),
  ...table('Q:Ԛ R:Ꮢꓣ S:ЅᏚꓢՏ T:ΤТᎢꓔ U:ꓴՍ V:ᏙꓦѴ W:ᎳꓪԜ X:ΧХꓫ Y:ΥҮꓬ Z:ΖᏃꓜ'),
  ...table(
    'a:αаɑᴀ b:ʙЬƅ c:сϲᴄ d:ԁᴅ e:еᴇ f:ꜰ g:ɡցɢ h:һʜн i:ιіıɪɩ j:јᴊ k:кᴋκ l:ⅼӏʟ m:мᴍ n:ոɴᴨ o:οоօᴏ p:ρрᴘ q:ԛ r:ʀ s:ѕꜱ t:тτᴛ u:υսᴜ v:νѵᴠ w:ԝᴡ x:хχ y:уγʏү z:ᴢ',
  ),
  ...alphabet(0x1f150),
  ...alphabet(0x1f170),
  ...alphabet(0x1f1e6),
]);

function table(list: string): readonly (readonly [string, string])[] {
  return list.split(' ').flatMap((entry) => {
    const [latin = '', alike = ''] = entry.split(':');
    return [...alike].map((each) => [each, latin] as const);
  });
}

/** A to Z in white on black circles, on black squares, and as the letters that flags are made of. */
function alphabet(from: number): readonly (readonly [string, string])[] {
  return Array.from({ length: 26 }, (_, n) => [String.fromCodePoint(from + n), String.fromCodePoint(0x41 + n)]);
}

/** What a program shows nothing for, NUL among it. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\0]/gu;

/** Capitals, accents and punctuation stay. */
export function skeleton(text: string): string {
  if (/^[\x01-\x7f]*$/.test(text)) return text;
  // Before NFKC too, which makes a sigma of the Greek letter that looks like `C`.
  return inLatin(inLatin(text).normalize('NFKC')).replace(UNSEEN, '');
}

function inLatin(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (each) => ALIKE.get(each) ?? each);
}

/** The line that announces earlier correspondence below it, or says that it ends: `-----Original Message-----`. */

export type Separator = {
  readonly kind: 'quoted' | 'forwarded';
  /** Who wrote it, where the line says so (mutt). */
  readonly author: string | null;
  /** It is set so that nobody writes it in a sentence; otherwise only a head of fields below proves it. */
  readonly sure: boolean;
};

const EARLIER = words('original originalnachricht ursprüngliche oorspronkelijk oprindelig opprinnelig gwreiddiol');
const EARLIER_TOO = words("oryginalna originale d'origine d’origine initial vorige reply");
const SENT_ON = words(
  'forwarded forward fwd weitergeleitete doorgestuurd vidarebefordrat videresendt transféré reenviado encaminhada inoltrato przekazana ymlaen',
);
const LETTER = words(
  'message messages mail email e-mail appointment letter nachricht bericht meddelande meddelelse melding mensaje mensagem messaggio wiadomość neges',
);
const BESIDES = words('follows original a anfonwyd an the of');
const BEGIN =
  /^(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)|début du (?:message réexpédié|message transféré|courriel transféré)|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht|vidarebefordrat brev|dechrau neges a anfonwyd ymlaen)\s?:$/i;

export function readSeparator(text: string): Separator | null {
  if (text.length > 250) return null;
  if (BEGIN.test(text)) return { kind: 'forwarded', author: null, sure: true };
  const drawn = /^([-–—_=*\s]{0,40})(\p{L}[^\n]{3,200}?)([-–—_=*:\s]{0,40})$/u.exec(text);
  if (!drawn?.[2]) return null;
  const [, what = drawn[2], by = '', who = ''] = /^(.{3,60}?) (from|by) (.{2,160})$/i.exec(drawn[2]) ?? [];
  const said = new Set(what.toLowerCase().split(/\s+/));
  if (![...said].every((word) => isOne(word, EARLIER, EARLIER_TOO, SENT_ON, LETTER, BESIDES))) return null;
  const forwarded = [...said].some((word) => SENT_ON.has(word));
  const earlier = forwarded || [...said].some((word) => isOne(word, EARLIER, EARLIER_TOO));
  if (!earlier || !(by || said.has('originalnachricht') || [...said].some((word) => LETTER.has(word)))) return null;
  const sure = /[-–—_=*]{2}/.test(drawn[1] ?? '') && /[-–—_=*]{2}/.test(drawn[3] ?? '');
  return {
    kind: forwarded ? 'forwarded' : 'quoted',
    author: by.toLowerCase() === 'from' ? who : null,
    sure,
  };
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

function isOne(word: string, ...sets: readonly ReadonlySet<string>[]): boolean {
  return sets.some((set) => set.has(word));
}

/** Nothing but a line drawn with the keyboard; Outlook's has 32 underscores. */
export function isDrawn(text: string): boolean {
  return text.length <= 400 && /^[_=*#~-]{5,400}$/.test(text.replace(/\s/g, ''));
}

/** `----- End forwarded message -----` */
export function endsForward(text: string): boolean {
  return /^[-–—_=*\s]{2,40}end (?:of )?(?:the )?(?:forwarded|original) (?:message|e-?mail)[-–—_=*\s]{0,40}$/i.test(
    text.slice(0, 200),
  );
}

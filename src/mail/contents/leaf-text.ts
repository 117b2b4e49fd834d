/** The text of a leaf as its reader sees it, whatever it is written in. */
import { readText } from '../parts/part-text.ts';
import { seenInHtml } from '../text/html-text.ts';
import type { SeenText } from '../text/seen.ts';
import { readAppointment } from './calendar.ts';
import { seenInEnriched } from './enriched.ts';
import type { Leaf } from './leaf.ts';
import type { LeafKind } from './leaf-kind.ts';
import { readRtf } from './rtf.ts';

export type LeafText = {
  readonly seen: SeenText;
  readonly odd: readonly string[];
  /** An appointment's: whose words they are. */
  readonly method: string;
  readonly organiser: string | null;
};

/** Characters of HTML that are made into text. */
const MOST_HTML = 2 * 1024 * 1024;
/** Bytes of rich text or of a calendar. */
const MOST_RICH = 8 * 1024 * 1024;

export async function readLeafText(leaf: Leaf, kind: LeafKind): Promise<LeafText> {
  if (kind === 'rtf') return leaf.bytes.length > MOST_RICH ? tooLong() : fromRtf(leaf.bytes);
  const { text, odd } = await readText(leaf.bytes, leaf.type, leaf.parameters);
  if (kind === 'html') return fromHtml(text, odd);
  if (kind === 'enriched') return { ...ORDINARY, seen: seenInEnriched(text, leaf.type), odd };
  if (kind !== 'calendar') return { ...ORDINARY, seen: plain(text), odd };
  return text.length > MOST_RICH ? { ...tooLong(), odd: [...odd, 'mime-text-long'] } : fromCalendar(text, odd);
}

export function fromHtml(html: string, odd: readonly string[] = []): LeafText {
  const light = html.length > MOST_HTML ? withoutPictures(html) : html;
  if (light.length <= MOST_HTML) return { ...ORDINARY, seen: seenInHtml(light), odd };
  return { ...ORDINARY, seen: seenInHtml(light.slice(0, MOST_HTML)), odd: [...odd, 'mime-html-long'] };
}

export function fromPlain(text: string): LeafText {
  return { ...ORDINARY, seen: plain(text), odd: [] };
}

const ORDINARY = { method: '', organiser: null };

function plain(text: string): SeenText {
  return { text, hidden: [], regions: [] };
}

function tooLong(): LeafText {
  return { ...ORDINARY, seen: plain(''), odd: ['mime-text-long'] };
}

/** Programs that paste a picture into the HTML itself make megabytes of what nobody reads. */
function withoutPictures(html: string): string {
  return html.replace(/data:[\w.+/-]{1,100}(?:;[\w=.+-]{1,60}){0,5};base64,[A-Za-z0-9+/=%\r\n]{1000,}/g, 'data:,');
}

function fromRtf(bytes: Buffer): LeafText {
  const rtf = readRtf(bytes);
  if (rtf.type === 'text/html') return fromHtml(rtf.text);
  return { ...ORDINARY, seen: { text: rtf.text, hidden: rtf.hidden, regions: [] }, odd: [] };
}

/** Outlook writes the description twice; where HTML says something else, it is there to be read. */
function fromCalendar(source: string, odd: readonly string[]): LeafText {
  const { text, html, method, organiser } = readAppointment(source);
  const rich = html === null ? null : seenInHtml(html.slice(0, MOST_HTML));
  const whole = rich === null || text.includes(rich.text) ? text : `${text}\n\n${rich.text}`;
  return { seen: { text: whole, hidden: rich?.hidden ?? [], regions: [] }, odd, method, organiser };
}

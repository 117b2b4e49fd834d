/**
 * What a part is to whoever opens it: a text, a letter, a bundle of others, or a file that only its own program reads.
 * By its type, and by its name where the type says nothing: `winmail.dat`, `minutes.eml`, `invite.ics`.
 */
import { isCompoundFile } from './compound-file.ts';
import { isRtf } from './rtf.ts';
import { isTnef } from './tnef.ts';

export type LeafKind =
  | 'plain'
  | 'html'
  | 'enriched'
  | 'rtf'
  | 'calendar'
  /** Readable as it stands: text/csv, text/markdown, a delivery report … */
  | 'words'
  | 'letter'
  | 'tnef'
  | 'outlook'
  | 'signed'
  | 'opaque';

export type Described = {
  readonly type: string;
  readonly name: string | null;
  readonly parameters: ReadonlyMap<string, string>;
};

const BY_TYPE: Readonly<Record<string, LeafKind>> = {
  'text/plain': 'plain',
  'text/html': 'html',
  'text/x-amp-html': 'html',
  'application/xhtml+xml': 'html',
  'text/enriched': 'enriched',
  'text/richtext': 'enriched',
  'text/rtf': 'rtf',
  'application/rtf': 'rtf',
  'text/calendar': 'calendar',
  'text/x-vcalendar': 'calendar',
  'application/ics': 'calendar',
  'message/rfc822': 'letter',
  'message/global': 'letter',
  'message/news': 'letter',
  'application/ms-tnef': 'tnef',
  'application/vnd.ms-tnef': 'tnef',
};

const BY_ENDING: Readonly<Record<string, LeafKind>> = {
  txt: 'words',
  csv: 'words',
  log: 'words',
  md: 'words',
  htm: 'html',
  html: 'html',
  ics: 'calendar',
  rtf: 'rtf',
};

/** Types under which programs send anything whose name they do not know. */
const UNSAID = /^(application\/(octet-stream|x-unknown|download|force-download|x-download|binary)|)$/;

export function leafKind(leaf: Described, bytes: Buffer): LeafKind {
  const name = leaf.name ?? '';
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (/^winmail\.dat$/i.test(name) || (/^win\.dat$/i.test(name) && isTnef(bytes))) return 'tnef';
  if (ending === 'eml' && looksLikeLetter(bytes)) return 'letter';
  if ((ending === 'msg' || leaf.type === 'application/vnd.ms-outlook') && isCompoundFile(bytes)) return 'outlook';
  if (isSignedWrapping(leaf, ending)) return 'signed';
  return proven(BY_TYPE[leaf.type] ?? (UNSAID.test(leaf.type) ? BY_ENDING[ending] : undefined), leaf, bytes);
}

/** What says that it is rich text or a text, and is neither, is not taken for it. */
function proven(kind: LeafKind | undefined, { type }: Described, bytes: Buffer): LeafKind {
  const readable = /^(text|message)\//.test(type) ? 'words' : 'opaque';
  if (kind === undefined || (kind === 'rtf' && !isRtf(bytes))) return readable;
  return kind === 'words' && looksBinary(bytes) ? 'opaque' : kind;
}

/** RFC 8551 §3.2: what is enveloped is not, and `.p7m` alone may be either. */
function isSignedWrapping({ type, parameters }: Described, ending: string): boolean {
  const cms = /^application\/(x-)?pkcs7-mime$/.test(type) || (UNSAID.test(type) && ending === 'p7m');
  return cms && /^(signed-data)?$/.test(parameters.get('smime-type')?.trim().toLowerCase() ?? '');
}

/** Its first line is a header field, or the line that a mailbox file puts before a letter. */
function looksLikeLetter(bytes: Buffer): boolean {
  return /^\s{0,9}([!-9;-~]{1,100}[ \t]{0,9}:|>?From )/.test(bytes.toString('latin1', 0, 256));
}

function looksBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 4_096).includes(0);
}

/**
 * The marks by which mail programs tell their own readers who speaks: classes, ids and styles around quotations, the
 * lines that lead to them, and signatures. Blind to quotations without a mark; those are found in the text.
 */
import type { Attributes } from './html-attributes.ts';
import type { Values } from './html-declarations.ts';
import type { Mark } from './html-regions.ts';

const BLOCK_QUOTE: Mark = { kind: 'quote', how: 'whole' };
const QUOTE: Mark = { kind: 'quote', how: 'once' };
const WRAPPER: Mark = { kind: 'quote', how: 'wrapper' };
const FORWARD: Mark = { kind: 'quote', how: 'forward or wrapper' };
export const REST: Mark = { kind: 'quote', how: 'rest' };
const INTRODUCTION: Mark = { kind: 'introduction', how: 'whole' };
export const FIELDS: Mark = { kind: 'introduction', how: 'fields' };
const SIGNATURE: Mark = { kind: 'signature', how: 'whole' };

/** By class, id, name or `data-marker`, in lower case, from the outermost mark inwards. */
const NAMED: ReadonlyMap<string, readonly Mark[]> = new Map(
  Object.entries({
    // Gmail, K-9 and many that follow them.
    gmail_quote: [FORWARD],
    gmail_attr: [INTRODUCTION],
    gmail_signature: [SIGNATURE],
    gmail_signature_prefix: [SIGNATURE],
    'k9mail-signature': [SIGNATURE],
    // Outlook on the web, new Outlook, Outlook for telephones; Entourage and Outlook for Mac; Outlook 2003.
    divrplyfwdmsg: [REST, INTRODUCTION],
    outlookmessageheader: [REST, INTRODUCTION],
    'ms-outlook-mobile-reference-message': [QUOTE],
    'mail-editor-reference-message-container': [QUOTE],
    olk_src_body_section: [QUOTE],
    signature: [SIGNATURE],
    'ms-outlook-mobile-signature': [SIGNATURE],
    // Thunderbird.
    'moz-cite-prefix': [INTRODUCTION],
    'moz-forward-container': [QUOTE],
    'moz-email-headers-table': [INTRODUCTION],
    'moz-signature': [SIGNATURE],
    'moz-txt-sig': [SIGNATURE],
    // Apple Mail.
    appleoriginalcontents: [WRAPPER],
    applemailsignature: [SIGNATURE],
    // Yahoo, Zimbra, Proton, Tuta, Zoho, Spark, Roundcube, GMX, Samsung, AquaMail, Missive.
    yahoo_quoted: [QUOTE],
    'yahoo-signature': [SIGNATURE],
    ymail_android_signature: [SIGNATURE],
    __quoted_text__: [QUOTE],
    __headers__: [INTRODUCTION],
    __sig_pre__: [SIGNATURE],
    __sig_post__: [SIGNATURE],
    protonmail_quote: [WRAPPER],
    protonmail_signature_block: [SIGNATURE],
    tutanota_quote: [QUOTE],
    zmail_extra: [WRAPPER],
    'name=messagereplysection': [WRAPPER],
    'name=messagesignaturesection': [SIGNATURE],
    'reply-intro': [INTRODUCTION],
    _rc_sig: [SIGNATURE],
    'name=quote': [WRAPPER],
    'name=quoted-content': [QUOTE],
    composer_signature: [SIGNATURE],
    'aqm-original': [QUOTE],
    'aqm-signature': [SIGNATURE],
    missive_quote: [QUOTE],
  }),
);

/** What web mails put before the names in a letter that they show or quote. */
const PREFIX = /^(?:x_|m_-?\d{1,25}|yiv\d{5,15}|ydp[0-9a-f]{6,9})+/;

/** Inline elements mark nothing: only blocks hold a quotation. */
export function marksOf(name: string, attributes: Attributes, values: Values): readonly Mark[] {
  const names = namesOf(attributes);
  if (name === 'blockquote') return isIndent(attributes, values, names) ? [] : [BLOCK_QUOTE];
  for (const each of names) {
    const found = NAMED.get(each);
    if (found !== undefined) return found;
  }
  return name === 'div' ? marksOfStyle(values) : [];
}

function namesOf(attributes: Attributes): readonly string[] {
  const written = ['class', 'id', 'data-marker'].map((each) => attributes.get(each)?.slice(0, 500) ?? '');
  const words = written.flatMap((each) => each.split(/\s+/)).filter(Boolean);
  const name = attributes.get('name');
  const plain = words.map((word) =>
    word
      .toLowerCase()
      .replace(PREFIX, '')
      .replace(/^yahoo_quoted_\d+$/, 'yahoo_quoted'),
  );
  return name === undefined ? plain : [...plain, `name=${name.toLowerCase()}`];
}

/** The button “indent” of Gmail and Outlook makes a block quotation of the author's own words. */
function isIndent(attributes: Attributes, values: Values, names: readonly string[]): boolean {
  if (attributes.has('cite') || attributes.has('type') || names.length > 0) return false;
  const border = values.get('border-left') ?? values.get('border') ?? 'none';
  if (!/^(?:none|0|medium none)/.test(border)) return false;
  const [left, top, bottom] = ['margin-left', 'margin-top', 'margin-bottom'].map((each) => values.get(each) ?? '');
  // New Outlook and Outlook on the web set no margins but these two.
  const bare = left === '' && [top, bottom].every((each) => /^0(?:px)?$/.test(each ?? ''));
  return bare || /^(?:3\d|4\d)(?:\.\d+)?px|^30(?:\.0)?pt/.test(left ?? '');
}

/** Outlook for Windows and Windows Mail draw a line above the fields, or one beside the whole. */
function marksOfStyle(values: Values): readonly Mark[] {
  const top = values.get('border-top') ?? '';
  if (/solid/.test(top) && /#(?:e1e1e1|b5c4df|c4c4c4)|1\.0pt/.test(top)) return [REST, FIELDS];
  // Windows Live Mail sets them on grey.
  if (/^(?:#f5f5f5|whitesmoke)$/.test(values.get('background-color') ?? '')) return [REST, FIELDS];
  return /^solid (?:blue|#0000ff) 1\.5pt$/.test(values.get('border-left') ?? '') ? [QUOTE] : [];
}

/** Outlook on the web writes this, empty, where the letter that is answered begins, with a line behind. */
export function isAppended(attributes: Attributes): boolean {
  return attributes.get('id')?.toLowerCase().replace(PREFIX, '') === 'appendonsend';
}

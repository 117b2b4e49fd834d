/** What is changed in each of the letters in this folder: `NAME.before.eml` becomes `NAME.after.eml`. */
import type { EmailAddress } from '../../../rules/address.ts';
import type { Mailbox } from '../../../rules/letter.ts';
import type { AddedWords } from '../../../src/mail/insertion/added-words.ts';
import type { Marking } from '../../../src/mail/outgoing/marking-lines.ts';

export type Shape = {
  readonly words: AddedWords;
  readonly marking: Marking | null;
  readonly addCc: readonly Mailbox[];
};

const STATEMENT =
  'I write as a member of Ashcombe Town Council. I do not speak here for the Council, and nothing in this letter binds it: only the Town Clerk’s office can order or pay for anything.';
const IN_POUNDS =
  'I write as a member of Ashcombe Town Council – not for it – and cannot commit it to a single £1. “Orders” come from the Clerk.';
const WELSH = 'Ysgrifennaf fel aelod o’r Cyngor; nid wyf yn siarad ar ran y Cyngor. Siân Llŷr Wŷn, Tŷ’r Dŵr';
const BANNER = 'CONFIDENTIAL: for members and officers of Ashcombe Town Council who need it. Not to be passed on.';
const CONFIDENTIAL: Marking = { tag: '[CONFIDENTIAL]', sensitivity: 'Company-Confidential' };

const said = (statement: string): Shape => ({ words: { banner: '', statement }, marking: null, addCc: [] });
const marked: Shape = { words: { banner: BANNER, statement: '' }, marking: CONFIDENTIAL, addCc: [] };
const clerk: Mailbox = { name: 'Moira Lang', address: 'clerk@ashcombe-tc.example' as EmailAddress };
const everything: Shape = { words: { banner: BANNER, statement: IN_POUNDS }, marking: CONFIDENTIAL, addCc: [clerk] };

export const SHAPES: Readonly<Record<string, Shape>> = {
  'outlook-reply': said(STATEMENT),
  'outlook-web-reply': said(STATEMENT),
  'gmail-reply': said(STATEMENT),
  'apple-mail-reply': said(STATEMENT),
  'iphone-plain': said(STATEMENT),
  'thunderbird-flowed': said(STATEMENT),
  'flowed-delsp': said(STATEMENT),
  'base64-utf8': said(IN_POUNDS),
  'base64-html': said(IN_POUNDS),
  'iso-8859-1-qp': said(IN_POUNDS),
  'iso-8859-1-qp-welsh': said(WELSH),
  'windows-1252-8bit': said(IN_POUNDS),
  'us-ascii-7bit': said(IN_POUNDS),
  'us-ascii-7bit-typed': said(STATEMENT),
  'html-only': said(IN_POUNDS),
  'related-pictures': said(STATEMENT),
  'mixed-attachment': said(STATEMENT),
  'calendar-invitation': said(STATEMENT),
  'encoded-subject': marked,
  'long-folded-subject': marked,
  'already-tagged': marked,
  'sensitivity-raised': marked,
  'sensitivity-kept': marked,
  'banner-in-thread': marked,
  'banner-there': marked,
  'no-subject': marked,
  'outlook-reply-marked': marked,
  'base64-html-marked': marked,
  'file-alone': said(IN_POUNDS),
  'files-alone': said(STATEMENT),
  'empty-body': said(STATEMENT),
  'no-mime': said(STATEMENT),
  'no-mime-pounds': said(IN_POUNDS),
  enriched: said(STATEMENT),
  'forward-without-words': said(STATEMENT),
  'answers-between': said(STATEMENT),
  'said-already': said(STATEMENT),
  'text-picture-text': said(STATEMENT),
  summed: said(STATEMENT),
  amp: said(STATEMENT),
  'utf-16': said(IN_POUNDS),
  'html-breaks': said(STATEMENT),
  'qp-coded-line-ends': said(IN_POUNDS),
  jis: said(STATEMENT),
  '8bit-label-ascii-text': said(IN_POUNDS),
  'long-html-line': said(IN_POUNDS),
  'not-in-body-tag': said(STATEMENT),
  'gmail-reply-everything': everything,
  'thunderbird-flowed-everything': everything,
  'forward-without-words-everything': everything,
  'file-alone-everything': everything,
  'base64-utf8-everything': everything,
};

/** Letters that nothing can be added to, and why. */
export const UNCHANGED: Readonly<Record<string, string>> = {
  'cannot-multipart-signed': 'it carries a digital signature, which any change would break',
  'cannot-inline-pgp': 'it carries a digital signature, which any change would break',
  'cannot-encrypted': 'it is encrypted',
  'cannot-calendar-reply': 'it answers an invitation',
  'cannot-winmail': 'its text also travels in a form that cannot be changed safely',
  'cannot-rich-text-beside': 'its text also travels in a form that cannot be changed safely',
  'cannot-unknown-charset': 'its text is written in characters that the program does not know',
  'cannot-padded-boundary': 'it is built in a way that programs read differently',
  'cannot-text-after-parts': 'it is built in a way that programs read differently',
  'cannot-odd-packing': 'its text is packed in a way that cannot be changed safely',
  'cannot-damaged-base64': 'its text is packed in a way that cannot be changed safely',
  'cannot-hidden-page': 'no place in its HTML was found where added words would surely be seen',
  'cannot-report': 'it is a mail system’s report',
};

/**
 * The notice to whoever wrote a letter: one for a letter, however many rules and copies; what happened first, then
 * why, then what the author can do. It never names a protected recipient, because it is never told of one.
 */
import type { AuthorNotice } from './account.ts';
import { copyTable } from './copy-table.ts';
import type { Block, Document } from './document.ts';
import { asHtml } from './html.ts';
import { ownMessage } from './message.ts';
import { opening, subjectLine } from './opening.ts';
import { outlook } from './outlook.ts';
import { subjectWords } from './phrases.ts';
import { plainWords } from './plain-words.ts';
import { reasons } from './reasons.ts';
import { standing } from './standing.ts';
import { asText } from './text.ts';
import { type Voice, voice } from './wording.ts';

/** A full RFC 5322 message, CRLF, the same bytes for the same input. Its envelope is the caller's. */
export function authorNotice(notice: AuthorNotice): Promise<Buffer> {
  const { letterhead, letter } = notice;
  const document = noticeDocument(notice);
  return ownMessage({
    id: notice.notice.id,
    at: notice.notice.at,
    hostname: letterhead.hostname,
    from: { name: sender(voice(letterhead.language), letterhead.councilName), address: letterhead.from },
    to: notice.to,
    replyTo: letterhead.replyTo,
    subject: document.subject,
    language: document.language,
    about: letter,
    autoSubmitted: 'auto-generated',
    mark: `author; letter=${letter.id}`,
    type: 'multipart/alternative',
    parts: [
      { type: 'text/plain; charset=utf-8', content: asText(document) },
      { type: 'text/html; charset=utf-8', content: asHtml(document) },
    ],
  });
}

/** `Postroom for Ashcombe Town Council`. */
export function sender(voice: Voice, councilName: string): string {
  return voice.say('from', { council: plainWords(councilName, 80) });
}

function noticeDocument(notice: AuthorNotice): Document {
  const speaking = voice(notice.letterhead.language);
  const now = standing(notice);
  return {
    language: speaking.tag,
    subject: subjectLine(speaking, notice, now),
    blocks: [
      ...opening(speaking, notice, now),
      ...copyTable(speaking, notice.copies),
      ...reasons(speaking, notice),
      ...outlook(speaking, notice, now),
      about(speaking, notice),
    ],
  };
}

function about(voice: Voice, { letter, letterhead }: AuthorNotice): Block {
  const values = {
    subject: subjectWords(voice, letter.subject),
    when: voice.when(letter.receivedAt, letterhead.zone),
    id: letter.id,
  };
  return { kind: 'paragraph', text: voice.say('about.letter', values) };
}

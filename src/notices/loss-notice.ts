/**
 * The notice that a letter's text is lost, or is there again: what happened and to whom it had not gone, then what is to
 * be done. Its author is asked to send it again; a reviewer learns what can no longer be decided, and anybody else only
 * whose letter it was.
 */
import type { CopyAccount, LossNotice } from './account.ts';
import { sender } from './author-notice.ts';
import { copyTable } from './copy-table.ts';
import type { Block, Document } from './document.ts';
import { asHtml } from './html.ts';
import { ownMessage } from './message.ts';
import { copyNames, named, subjectWords } from './phrases.ts';
import { plainWords } from './plain-words.ts';
import { asText } from './text.ts';
import { type Voice, voice } from './wording.ts';

/** A full RFC 5322 message, CRLF, the same bytes for the same input. Its envelope is the caller's. */
export function lossNotice(notice: LossNotice): Promise<Buffer> {
  const { letterhead, letter, loss } = notice;
  const document = lossDocument(notice);
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
    mark: `${loss}; letter=${letter.id}`,
    type: 'multipart/alternative',
    parts: [
      { type: 'text/plain; charset=utf-8', content: asText(document) },
      { type: 'text/html; charset=utf-8', content: asHtml(document) },
    ],
  });
}

function lossDocument(notice: LossNotice): Document {
  const speaking = voice(notice.letterhead.language);
  return {
    language: speaking.tag,
    subject: subjectLine(speaking, notice),
    blocks: [
      ...paragraphs(lead(speaking, notice)),
      ...(notice.loss === 'lost' ? copyTable(speaking, notice.copies) : []),
      { kind: 'heading', text: speaking.say('heading.next') },
      ...paragraphs(next(speaking, notice)),
      ...whatToDo(speaking, choices(speaking, notice)),
      ...paragraphs([about(speaking, notice)]),
    ],
  };
}

function paragraphs(texts: readonly string[]): Block[] {
  return texts.map((text) => ({ kind: 'paragraph', text }));
}

function whatToDo(voice: Voice, items: readonly string[]): Block[] {
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: voice.say('heading.choices') },
        { kind: 'list', items },
      ];
}

function subjectLine(voice: Voice, { letter, reader, loss }: LossNotice): string {
  const values = { subject: subjectWords(voice, letter.subject), id: letter.id };
  if (reader.kind === 'proper-officer') {
    return voice.say(loss === 'found' ? 'loss.subject.found.officer' : 'loss.subject.officer', values);
  }
  if (loss === 'found') return voice.say('loss.subject.found', values);
  return voice.say(reader.kind === 'author' ? 'loss.subject.author' : 'loss.subject.reviewer', values);
}

function lead(voice: Voice, { reader, loss, copies }: LossNotice): string[] {
  if (loss === 'found') return [voice.say('loss.lead.found')];
  switch (reader.kind) {
    case 'author':
      return [voice.say('loss.lead.author'), ...whoHasIt(voice, copies)];
    case 'reviewer':
      return [voice.say('loss.lead.reviewer', { author: plainWords(reader.author), names: copyNames(voice, copies) })];
    case 'proper-officer':
      return [voice.say('loss.lead.officer', { author: plainWords(reader.author) })];
  }
}

function whoHasIt(voice: Voice, copies: readonly CopyAccount[]): string[] {
  const of = (kind: CopyAccount['became']['kind']) => copies.filter(({ became }) => became.kind === kind);
  const names = (some: readonly CopyAccount[]) => ({ names: copyNames(voice, some) });
  const [lost, unsure, sent] = [of('lost'), of('unsure'), of('sent')];
  return [
    lost.length > 0 ? voice.say('loss.lead.lost', names(lost)) : voice.say('loss.lead.none'),
    ...(unsure.length > 0 ? [voice.say('loss.lead.unsure', names(unsure))] : []),
    ...(sent.length > 0 ? [voice.say('loss.lead.sent', names(sent))] : []),
  ];
}

function next(voice: Voice, { reader, loss }: LossNotice): string[] {
  if (reader.kind === 'author') {
    return loss === 'found'
      ? [voice.say('loss.next.found')]
      : [voice.say('loss.next.comes-to-light'), voice.say('loss.next.twice')];
  }
  const author = { author: plainWords(reader.author) };
  if (loss === 'found') {
    return [
      ...(reader.kind === 'reviewer' ? [voice.say('loss.next.waits-again')] : []),
      voice.say(reader.authorIsTold ? 'loss.next.found.told' : 'loss.next.found.untold', author),
    ];
  }
  return [
    ...(reader.kind === 'reviewer' ? [voice.say('loss.next.reviewer')] : []),
    voice.say(reader.authorIsTold ? 'loss.next.told' : 'loss.next.untold', author),
    voice.say('loss.next.comes-to-light'),
  ];
}

function choices(voice: Voice, { reader, loss, to, letterhead }: LossNotice): string[] {
  const { properOfficer: officer } = letterhead;
  const ask = { officer: named(voice, officer), address: plainWords(officer.address, 320) };
  const first = reader.kind === 'author' ? 'loss.choice.again' : 'loss.choice.cause';
  return [
    ...(loss === 'lost' ? [voice.say(first)] : []),
    ...(officer.address === to.address ? [] : [voice.say('choice.ask', ask), voice.say('choice.reply', ask)]),
  ];
}

/** Whoever may not know the letter is given its number alone. */
function about(voice: Voice, { letter, letterhead, reader }: LossNotice): string {
  const when = voice.when(letter.receivedAt, letterhead.zone);
  if (reader.kind === 'proper-officer') return voice.say('loss.about', { when, id: letter.id });
  const key = reader.kind === 'author' ? 'about.letter' : 'loss.about.reviewer';
  return voice.say(key, { subject: subjectWords(voice, letter.subject), when, id: letter.id });
}

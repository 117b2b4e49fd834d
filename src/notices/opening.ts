/** The subject and the first lines of an author's notice: what became of the letter, and to whom it went. */
import type { AuthorNotice, CopyAccount, Occasion } from './account.ts';
import type { Block } from './document.ts';
import { copyNames, named, subjectWords } from './phrases.ts';
import { plainWords } from './plain-words.ts';
import { heldCount, type Standing } from './standing.ts';
import type { Voice } from './wording.ts';

type Acted = Extract<Occasion, { kind: 'acted' }>;

/** The strongest thing that happened, then the letter's own subject. */
export function subjectLine(voice: Voice, notice: AuthorNotice, now: Standing): string {
  const subject = subjectWords(voice, notice.letter.subject);
  const { occasion } = notice;
  return occasion.kind === 'acted'
    ? actedSubject(voice, notice, occasion, subject)
    : judgedSubject(voice, notice, now, subject);
}

function judgedSubject(voice: Voice, { copies }: AuthorNotice, now: Standing, subject: string): string {
  const returned = now.returned.length;
  if (returned > 0) return returnedSubject(voice, returned, copies.length, subject);
  const held = heldCount(now);
  if (held === copies.length && held > 0) return voice.say('subject.held.all', { subject });
  if (held > 0) return voice.count('subject.held.some', held, { subject });
  const to = voice.list(now.forwarded.map(({ to }) => plainWords(to.name, 80)));
  if (to !== '') return voice.say('subject.forwarded', { subject, to });
  return voice.say(now.opened.length > 0 ? 'subject.opened' : 'subject.advised', { subject });
}

function actedSubject(voice: Voice, { copies }: AuthorNotice, acted: Acted, subject: string): string {
  switch (acted.act) {
    case 'release':
      return voice.say('subject.release', { subject });
    case 'return':
      return returnedSubject(voice, acted.copies.length, copies.length, subject);
    case 'forward':
      return voice.say('subject.forward', { subject, to: plainWords(acted.to.name, 80) });
  }
}

function returnedSubject(voice: Voice, returned: number, all: number, subject: string): string {
  return returned === all
    ? voice.say('subject.returned.all', { subject })
    : voice.count('subject.returned.some', returned, { subject });
}

export function opening(voice: Voice, notice: AuthorNotice, now: Standing): Block[] {
  return notice.occasion.kind === 'acted'
    ? actedOpening(voice, notice, notice.occasion)
    : judgedOpening(voice, now).map((text) => ({ kind: 'paragraph', text }));
}

function judgedOpening(voice: Voice, now: Standing): string[] {
  const names = (copies: readonly CopyAccount[]) => ({ names: copyNames(voice, copies) });
  const lines: string[] = [];
  if (now.returned.length > 0) lines.push(voice.count('lead.returned', now.returned.length, names(now.returned)));
  for (const { reviewer, copies } of now.heldForReview) {
    lines.push(voice.count('lead.held.review', copies.length, { ...names(copies), reviewer: named(voice, reviewer) }));
  }
  const own = now.heldForAuthor;
  if (own.length > 0) lines.push(voice.count('lead.held.author', own.length, names(own)));
  for (const { to, copies } of now.forwarded) {
    lines.push(voice.say('lead.forwarded', { ...names(copies), to: named(voice, to) }));
  }
  const plain = lines.length === 0;
  if (now.sent.length > 0) lines.push(voice.say(plain ? 'lead.sent' : 'lead.sent.rest', names(now.sent)));
  if (now.opened.length > 0) lines.push(voice.count('lead.opened', now.opened.length, names(now.opened)));
  else if (plain) lines.push(voice.say('lead.advised'));
  return lines;
}

function actedOpening(voice: Voice, notice: AuthorNotice, acted: Acted): Block[] {
  const about = notice.copies.filter((copy) => acted.copies.includes(copy.to));
  const text = voice.count(`lead.${acted.act}`, about.length, {
    names: copyNames(voice, about),
    by: named(voice, acted.by),
    when: voice.when(acted.at, notice.letterhead.zone),
    ...(acted.act === 'forward' ? { to: named(voice, acted.to) } : {}),
  });
  const reason = plainWords(acted.reason, 1000);
  const lead: Block = { kind: 'paragraph', text };
  return reason === '' ? [lead] : [lead, { kind: 'quote', lead: voice.say('lead.reason'), text: reason }];
}

/** What happens next and when, what the author can do about it, and who can read what is held meanwhile. */
import type { AuthorNotice, Occasion } from './account.ts';
import type { Block } from './document.ts';
import { copyNames, named } from './phrases.ts';
import { plainWords } from './plain-words.ts';
import { firing } from './reasons.ts';
import { heldCount, type Standing } from './standing.ts';
import type { Voice } from './wording.ts';

export function outlook(voice: Voice, notice: AuthorNotice, now: Standing): Block[] {
  return [
    { kind: 'heading', text: voice.say('heading.next') },
    ...next(voice, notice, now).map((text): Block => ({ kind: 'paragraph', text })),
    { kind: 'heading', text: voice.say('heading.choices') },
    { kind: 'list', items: choices(voice, notice, now) },
    { kind: 'heading', text: voice.say('heading.readers') },
    ...readers(voice, notice, now).map((text): Block => ({ kind: 'paragraph', text })),
  ];
}

function next(voice: Voice, { occasion }: AuthorNotice, now: Standing): string[] {
  const held = heldCount(now);
  if (occasion.kind === 'acted') {
    return [held > 0 ? voice.count('next.still', held) : voice.say('next.ended')];
  }
  const lines = now.heldForReview.map(({ reviewer, copies }) =>
    voice.count('next.held.review', copies.length, { reviewer: named(voice, reviewer) }),
  );
  const own = now.heldForAuthor.length;
  if (own > 0) lines.push(voice.count('next.held.author', own));
  for (const { to } of now.forwarded) lines.push(voice.say('next.forwarded', { to: named(voice, to) }));
  if (now.returned.length > 0) lines.push(voice.say('next.returned'));
  return lines.length > 0 ? lines : [voice.say('next.nothing')];
}

/** No links and no commands by reply: whatever stands here can be done with the author's own mail program. */
function choices(voice: Voice, notice: AuthorNotice, now: Standing): string[] {
  const { properOfficer: officer } = notice.letterhead;
  const acted = notice.occasion.kind === 'acted';
  const ask = { officer: named(voice, officer), address: plainWords(officer.address, 320) };
  const reply = acted || now.heldForReview.length === 0 ? 'choice.reply' : 'choice.reply.review';
  return [
    ...(acted ? actedChoices(voice, notice) : judgedChoices(voice, notice, now)),
    ...(officer.address === notice.to.address ? [] : [voice.say('choice.ask', ask)]),
    voice.say(reply, ask),
  ];
}

function actedChoices(voice: Voice, { occasion }: AuthorNotice): string[] {
  return occasion.kind === 'acted' && occasion.act === 'return' ? [voice.say('choice.change')] : [];
}

function judgedChoices(voice: Voice, notice: AuthorNotice, now: Standing): string[] {
  const rules = new Set<string>(firing(notice).map(({ rule }) => rule));
  const own = now.heldForAuthor;
  if (own.length > 0 && rules.has('unreadable')) return [voice.say('choice.readable')];
  if (own.length > 0 && rules.has('check-failed')) return [voice.say('choice.try-again')];
  if (own.length > 0 && rules.has('blind-copies')) {
    return [voice.say('choice.send-openly', { names: copyNames(voice, own) }), voice.say('choice.leave')];
  }
  if (own.length > 0 || now.returned.length > 0) return [voice.say('choice.change')];
  return now.heldForReview.length === 0 && rules.has('blind-copies') ? [voice.say('choice.use-cc')] : [];
}

function readers(voice: Voice, notice: AuthorNotice, now: Standing): string[] {
  const lines = notice.occasion.kind === 'acted' ? actedReaders(voice, notice, notice.occasion) : [];
  for (const { reviewer } of now.heldForReview) {
    lines.push(voice.say('readers.review', { reviewer: named(voice, reviewer) }));
  }
  const own = now.heldForAuthor.length;
  if (own > 0) lines.push(voice.count('readers.author', own));
  return lines.length > 0 ? lines : [voice.say('readers.sent')];
}

/** What was held for the author alone nobody read, even where somebody has acted on it at the author's wish. */
function actedReaders(voice: Voice, notice: AuthorNotice, acted: Extract<Occasion, { kind: 'acted' }>): string[] {
  const effects = firing(notice).flatMap((finding) => finding.effects);
  const reviewed = effects.some(
    (effect) => effect.kind === 'hold' && effect.for === 'review' && acted.copies.includes(effect.copy),
  );
  const by = { by: named(voice, acted.by) };
  return [
    reviewed ? voice.say('readers.acted', by) : voice.say('readers.acted.author', by),
    ...(acted.act === 'forward' ? [voice.say('readers.forward', { to: named(voice, acted.to) })] : []),
  ];
}

/**
 * A delivery report (RFC 3464, RFC 6522): a page for the person who sent the letter, a part for machines, and the
 * letter's header. It goes to the envelope sender; the caller gives it the null sender, so that nothing answers it.
 */
import { sender } from './author-notice.ts';
import { deliveryStatus, statusOf, withoutOthers } from './delivery-status.ts';
import type { Block, Document } from './document.ts';
import { ownMessage } from './message.ts';
import { named, subjectWords } from './phrases.ts';
import { plainWords } from './plain-words.ts';
import { type DeliveryReport, type Fate, nameable, type ReportedCopy } from './report-account.ts';
import { returnedLetter } from './returned-letter.ts';
import { asText } from './text.ts';
import { type Voice, voice, type WordingKey } from './wording.ts';

/** Copies of one fate, as `reportGroups` sorts them. CRLF, the same bytes for the same input. */
export function deliveryReport(report: DeliveryReport): Promise<Buffer> {
  const { letterhead, letter } = report;
  const speaking = voice(letterhead.language);
  const copies = nameable(report);
  const document = reportDocument(speaking, report, copies);
  return ownMessage({
    id: report.report.id,
    at: report.report.at,
    hostname: letterhead.hostname,
    from: { name: sender(speaking, letterhead.councilName), address: letterhead.from },
    to: { name: '', address: report.to },
    replyTo: report.isPrivate ? null : letterhead.replyTo,
    subject: document.subject,
    language: document.language,
    about: letter,
    autoSubmitted: 'auto-replied',
    mark: `report; letter=${letter.id}`,
    type: 'multipart/report; report-type=delivery-status',
    parts: [
      { type: 'text/plain; charset=utf-8', content: asText(document) },
      { type: 'message/delivery-status', content: deliveryStatus(report, copies) },
      returnedLetter(letter),
    ],
  });
}

function reportDocument(voice: Voice, report: DeliveryReport, copies: readonly ReportedCopy[]): Document {
  const { letter } = report;
  const kind = copies[0]?.fate.kind ?? 'returned';
  const names = voice.list(copies.map(({ address }) => plainWords(address, 320)));
  const subject = subjectWords(voice, letter.subject);
  return {
    language: voice.tag,
    subject: voice.say(`report.subject.${kind}`, { subject }),
    blocks: [
      paragraph(voice.count(`report.lead.${kind}`, copies.length, { names })),
      ...copies.flatMap((copy) => why(voice, report, copy)),
      { kind: 'heading', text: voice.say('heading.choices') },
      { kind: 'list', items: choices(voice, report, copies) },
      paragraph(
        voice.say('about.letter', {
          subject,
          when: voice.when(letter.receivedAt, report.letterhead.zone),
          id: letter.id,
        }),
      ),
    ],
  };
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

function why(voice: Voice, { letterhead, copies }: DeliveryReport, { address, fate }: ReportedCopy): Block[] {
  const to = copies.length > 1 ? [paragraph(plainWords(`${address}:`, 320))] : [];
  switch (fate.kind) {
    case 'returned':
      return [...to, ...returnedBy(voice, fate)];
    case 'delayed':
      return [
        paragraph(voice.say('report.why.until', { when: voice.when(fate.until, letterhead.zone) })),
        ...said(voice, 'report.why.said-last', fate.reply, address),
      ];
    case 'expired':
    case 'refused':
      return said(voice, fate.kind === 'refused' ? 'report.why.said' : 'report.why.said-last', fate.reply, address);
    case 'relayed':
      return [];
  }
}

function returnedBy(voice: Voice, { by }: Extract<Fate, { kind: 'returned' }>): Block[] {
  if (by.kind === 'reviewer') {
    const lead = voice.say('report.why.reviewer', { by: named(voice, by) });
    return [{ kind: 'quote', lead, text: plainWords(by.reason, 1000) }];
  }
  return by.clauses.length === 0
    ? [paragraph(voice.say('report.why.rule.bare'))]
    : by.clauses.map(({ paraphrase }) => ({
        kind: 'quote',
        lead: voice.say('report.why.rule'),
        text: plainWords(paraphrase, 600),
      }));
}

function said(voice: Voice, key: WordingKey, reply: string | null, address: string): Block[] {
  const words = plainWords(withoutOthers(reply ?? '', address), 400);
  return words === ''
    ? []
    : [{ kind: 'quote', lead: voice.say(key, { address: plainWords(address, 320) }), text: words }];
}

function choices(
  voice: Voice,
  { letterhead, to, isPrivate }: DeliveryReport,
  copies: readonly ReportedCopy[],
): string[] {
  const officer = letterhead.properOfficer;
  const hints = new Set(copies.map(({ fate }) => hint(voice, fate)).filter((text) => text !== ''));
  if (isPrivate) return [...hints];
  const ask = voice.say('choice.ask', { officer: named(voice, officer), address: plainWords(officer.address, 320) });
  return [
    ...hints,
    ...(officer.address === to.toLowerCase() ? [] : [ask]),
    voice.say('choice.reply', { officer: named(voice, officer) }),
  ];
}

/** By the subject of the status code (RFC 3463 §3): address, mailbox, system, network, media, policy. */
function hint(voice: Voice, fate: Fate): string {
  if (fate.kind === 'returned') return voice.say('report.hint.returned');
  if (fate.kind === 'delayed' || fate.kind === 'relayed') return '';
  const key = `report.hint.${statusOf(fate).slice(0, 3)}`;
  return voice.say(isHint(key) ? key : 'report.hint.5');
}

const HINTS = [
  'report.hint.5.1',
  'report.hint.5.2',
  'report.hint.5.3',
  'report.hint.5.4',
  'report.hint.5.6',
  'report.hint.5.7',
] as const;

function isHint(key: string): key is (typeof HINTS)[number] {
  return HINTS.some((hint) => hint === key);
}

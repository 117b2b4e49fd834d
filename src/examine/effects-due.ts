/**
 * What must be written because of a decision, an act or a delivery: values that the register commits together with
 * what they follow from. `effects.ts` turns them into letters of our own, once each.
 * A report names copies by their place in the spool envelope, so that no protected address reaches the register.
 */
import type { Attempt, CopyResult, DecidedEffect } from '../../queue/register/records.ts';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import { authorsOf, isInsideAuthor } from '../../rules/author.ts';
import type { NoticeIntent } from '../../rules/judgement.ts';
import { siblingKey } from '../../rules/siblings.ts';
import type { Gateway } from '../gateway.ts';
import type { AuthorNotice } from '../notices/account.ts';
import { whoMayBeAnswered } from '../notices/answerable.ts';
import type { Fate } from '../notices/report-account.ts';
import { accountOf, copyAccounts } from './accounts.ts';
import { councilNamed } from './council-named.ts';
import type { Judged } from './decide-judged.ts';
import { type CopyFate, mayBeReported, reportable, reportOf, reports } from './reportable.ts';
import { folded } from './terms.ts';

/** An author's notice but for its own id, date and letterhead. */
export type NoticePayload = Omit<AuthorNotice, 'notice' | 'letterhead'>;

/** What the judgement itself calls for: the author's notice, a report about copies that it gives back. */
export async function effectsOf(judged: Judged, gateway: Gateway): Promise<DecidedEffect[]> {
  return [...noticesOf(judged), ...(await returnedByRule(judged, gateway))];
}

export function noticesOf(judged: Judged): DecidedEffect[] {
  return mayBeNoticed(judged)
    ? judged.judgement.notices.flatMap((notice) => (notice.kind === 'author' ? [noticeEffect(notice, judged)] : []))
    : [];
}

function mayBeNoticed({ envelope, letter, council, judgement }: Judged): boolean {
  const { autoSubmitted, precedence, listId } = letter;
  const provenAuthor = authorsOf(letter, council).some(isInsideAuthor);
  const { origin, mailFrom } = envelope;
  // Whoever's letter was changed or stopped hears of it, whatever program sent it; only advice can wait.
  const message = judgement.outcome === 'deliver' ? 'told' : 'kept';
  return (
    whoMayBeAnswered({ origin, mailFrom, provenAuthor, autoSubmitted, precedence, listId }, message).kind === 'answer'
  );
}

function noticeEffect(intent: Extract<NoticeIntent, { readonly kind: 'author' }>, judged: Judged): DecidedEffect {
  const { protocol } = judged.council;
  const name = judged.letter.from.find((mailbox) => mailbox.address === intent.to)?.name ?? '';
  const payload: NoticePayload = {
    protocol: { id: protocol.id, title: protocol.title },
    to: { name, address: intent.to },
    letter: accountOf(judged),
    occasion: { kind: 'judged' },
    copies: copyAccounts(judged),
    findings: judged.judgement.findings,
  };
  const key = `notice:${intent.kind}:${intent.to}`;
  return { key, kind: 'notice', payload, ...onceForAll(judged, key) };
}

/**
 * A letter that comes in several transactions is told of once, where the same happened for the same reason and all
 * copies left. What is held, forwarded or returned is always told: that notice is how its author gets it back.
 */
function onceForAll({ letter, judgement }: Judged, key: string): Pick<DecidedEffect, 'once'> {
  const sibling = siblingKey(letter);
  if (sibling === null || judgement.copies.some(({ outcome }) => outcome.kind !== 'deliver')) return {};
  const reasons = judgement.findings
    .filter(({ mode }) => mode !== 'monitor')
    .map(({ rule, mode, effects }) => JSON.stringify([rule, mode, effects.map((each) => JSON.stringify(each)).sort()]));
  return { once: JSON.stringify([sibling, key, reasons.sort()]) };
}

async function returnedByRule({ envelope, council, judgement }: Judged, { spool }: Gateway): Promise<DecidedEffect[]> {
  const back = new Set(judgement.copies.filter((copy) => copy.outcome.kind === 'return').map((copy) => copy.to));
  if (back.size === 0 || !mayBeReported(envelope)) return [];
  const behind = judgement.findings.filter(({ effects }) => effects.some(({ kind }) => kind === 'return'));
  const fate: Fate = { kind: 'returned', by: { kind: 'rule', clauses: behind.flatMap(({ clauses }) => clauses) } };
  const fates = envelope.recipients.flatMap(({ address }, n) => (back.has(folded(address)) ? [{ n, fate }] : []));
  return reports('returned', fates, await reportable(envelope, council, spool.messagePath(envelope.id)));
}

/** RFC 3461 §6: failures are reported where that was not declined; success where the next hop will not do it. */
export async function reportsAfter(
  results: readonly CopyResult[],
  { letter, group, attempt, council }: Attempt,
  { envelope, dsnOffered }: { readonly envelope: SpoolEnvelope; readonly dsnOffered: boolean },
  gateway: Gateway,
): Promise<DecidedEffect[]> {
  const fates = results.flatMap((result) => fateOf(withoutNames(result, envelope), dsnOffered, envelope));
  if (fates.length === 0 || !mayBeReported(envelope)) return [];
  const name = `${group}:${attempt}`;
  try {
    const about = await reportable(envelope, councilNamed(council, gateway), gateway.spool.messagePath(letter));
    // Of a protected copy only its author hears, never who sent it for them.
    return envelope.protected && !about.toAuthor ? [] : reports(name, fates, about);
  } catch (err) {
    gateway.log.error({ err, letter }, 'a report is made without a look at the letter: each copy gets its own');
    return envelope.protected ? [] : fates.map((fate) => reportOf(`${name}:${fate.n}`, [fate]));
  }
}

/** A next hop's words may name a protected address: its codes say enough. */
function withoutNames(result: CopyResult, envelope: SpoolEnvelope): CopyResult {
  if (!envelope.protected) return result;
  return { ...result, reply: /^(?:\d{3}[ -]?)?(?:\d\.\d{1,3}\.\d{1,3})?/.exec(result.reply)?.[0].trim() ?? '' };
}

function fateOf(result: CopyResult, dsnOffered: boolean, envelope: SpoolEnvelope): CopyFate[] {
  const { n, reply } = result;
  switch (result.kind) {
    case 'deferred':
      return [];
    case 'failed':
      if (!result.report) return [];
      return [{ n, fate: { kind: reply.startsWith('5.4.7') ? 'expired' : 'refused', reply } }];
    case 'delivered': {
      const asked = envelope.recipients[n]?.notify?.includes('SUCCESS') === true;
      return asked && !dsnOffered ? [{ n, fate: { kind: 'relayed', reply } }] : [];
    }
  }
}

/**
 * What must be written because of a decision, an act or a delivery: values that the register commits together with
 * what they follow from. `effects.ts` turns them into letters of our own, once each.
 * A report names copies by their place in the spool envelope, so that no protected address reaches the register.
 */
import type { Attempt, CopyResult, DecidedEffect } from '../../queue/register/records.ts';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import { authorsOf, isInsideAuthor } from '../../rules/author.ts';
import type { NoticeIntent } from '../../rules/judgement.ts';
import type { AuthorNotice } from '../notices/account.ts';
import { whoMayBeAnswered } from '../notices/answerable.ts';
import type { Fate } from '../notices/report-account.ts';
import { accountOf, copyAccounts } from './accounts.ts';
import type { Judged } from './decide-judged.ts';
import { folded } from './terms.ts';

/** An author's notice but for its own id, date and letterhead. */
export type NoticePayload = Omit<AuthorNotice, 'notice' | 'letterhead'>;

export type ReportPayload = { readonly copies: readonly { readonly n: number; readonly fate: Fate }[] };

/** What the judgement itself calls for: the author's notice, a report about copies that it gives back. */
export function effectsOf(judged: Judged): DecidedEffect[] {
  const notices = judged.judgement.notices.filter(() => mayBeNoticed(judged));
  return [...notices.map((notice) => noticeEffect(notice, judged)), ...returnedByRule(judged)];
}

function mayBeNoticed({ envelope, letter, council, judgement }: Judged): boolean {
  const { autoSubmitted, precedence, listId } = letter;
  const provenAuthor = authorsOf(letter, council).some(isInsideAuthor);
  const { origin, mailFrom } = envelope;
  const message = ['hold', 'forward', 'return'].includes(judgement.outcome) ? 'kept' : 'told';
  return (
    whoMayBeAnswered({ origin, mailFrom, provenAuthor, autoSubmitted, precedence, listId }, message).kind === 'answer'
  );
}

function noticeEffect(intent: NoticeIntent, judged: Judged): DecidedEffect {
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
  return { key: `notice:${intent.kind}:${intent.to}`, kind: 'notice', payload };
}

function returnedByRule({ envelope, judgement }: Judged): DecidedEffect[] {
  if (!mayBeReported(envelope)) return [];
  const clauses = judgement.findings.flatMap((finding) => finding.clauses);
  const fate: Fate = { kind: 'returned', by: { kind: 'rule', clauses } };
  const back = new Set(judgement.copies.filter((copy) => copy.outcome.kind === 'return').map((copy) => copy.to));
  return reports(
    'returned',
    envelope.recipients.flatMap(({ address }, n) => (back.has(folded(address)) ? [{ n, fate }] : [])),
  );
}

/** RFC 3461 §6: failures are reported where that was not declined; success where the next hop will not do it. */
export function reportsAfter(
  results: readonly CopyResult[],
  attempt: Attempt,
  envelope: SpoolEnvelope,
  dsnOffered: boolean,
): DecidedEffect[] {
  if (!mayBeReported(envelope)) return [];
  const name = `${attempt.group}:${attempt.attempt}`;
  const fates = results.flatMap((result) => fateOf(result, dsnOffered, envelope));
  const of = (...kinds: Fate['kind'][]) => fates.filter(({ fate }) => kinds.includes(fate.kind));
  return [
    ...reports(`refused:${name}`, of('refused')),
    ...reports(`expired:${name}`, of('expired')),
    ...reports(`relayed:${name}`, of('relayed')),
  ];
}

function fateOf(result: CopyResult, dsnOffered: boolean, envelope: SpoolEnvelope): ReportPayload['copies'] {
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

/** One report for copies of one fate; `name` is unique within the letter. */
export function reports(name: string, copies: ReportPayload['copies']): DecidedEffect[] {
  if (copies.length === 0) return [];
  const payload: ReportPayload = { copies };
  return [{ key: `report:${name}`, kind: 'report', payload }];
}

/** The null sender is never told anything, and our own mail is never answered, not even by ourselves. */
export function mayBeReported(envelope: Pick<SpoolEnvelope, 'mailFrom' | 'origin'>): boolean {
  return envelope.mailFrom !== '' && envelope.origin !== 'own';
}

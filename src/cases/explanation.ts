/** What would happen to a letter and why: the judgement as a case tells it, its findings, and the notices as read. */
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import type { Council } from '../../rules/council.ts';
import { NO_HISTORY } from '../../rules/history.ts';
import { judge } from '../../rules/judge.ts';
import type { Finding } from '../../rules/judgement.ts';
import type { Letter } from '../../rules/letter.ts';
import type { RuleId } from '../../rules/protocol.ts';
import type { Settings } from '../config/settings.ts';
import { type NoticePayload, noticesOf } from '../examine/effects-due.ts';
import { letterheadOf } from '../examine/letterhead.ts';
import { readNow } from '../mail/reading/read-now.ts';
import { authorNotice } from '../notices/author-notice.ts';
import { type Actual, actualOf } from './actual.ts';
import { type LetterAsRead, letterAsRead } from './letter-as-read.ts';
import { NO_ID, UNSENT } from './read-letter.ts';

export type Explanation = {
  readonly actual: Actual;
  /** One for each rule and each place that it rests on. */
  readonly findings: readonly ExplainedFinding[];
  readonly notices: readonly ExplainedNotice[];
  readonly tried: readonly RuleId[];
  /** What all of this rests on. */
  readonly letter: LetterAsRead;
};
type ExplainedFinding = {
  readonly rule: Finding['rule'];
  /** The clauses' numbers; for `standard` each after the protocol it is borrowed from. Empty where there is none. */
  readonly clause: string;
  readonly words: string;
  readonly part: string;
  readonly offset: number;
};
type ExplainedNotice = { readonly kind: string; readonly to: string; readonly subject: string; readonly text: string };

export type Asked = {
  readonly letter: Letter;
  readonly council: Council;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** In whose name, among hosts, the notice would be written. */
  readonly settings: Settings;
};

export async function explanationOf(asked: Asked): Promise<Explanation> {
  const { letter, council, at } = asked;
  const judgement = judge(letter, council, NO_HISTORY, at);
  const envelope = envelopeOf(letter, council, at);
  const effects = noticesOf({ envelope, letter, council, policyVersion: null, judgement });
  const payloads = effects.map(({ payload }) => payload as NoticePayload);
  return {
    actual: actualOf(judgement),
    findings: judgement.findings.flatMap((finding) => explained(finding, council)),
    notices: await Promise.all(payloads.map((payload) => noticeAsRead(payload, asked))),
    tried: judgement.tried,
    letter: letterAsRead(letter, council),
  };
}

function explained({ rule, clauses, evidence, facts }: Finding, council: Council): readonly ExplainedFinding[] {
  const clause = clauses
    .map(({ number, source }) => (source === council.protocol.id ? number : `${source} ${number}`))
    .join(', ');
  const places = evidence.length > 0 ? evidence : [{ words: facts.why ?? '', part: '', offset: 0 }];
  return places.map((place) => ({ rule, clause, ...place }));
}

/** Read back as its reader would see it. */
async function noticeAsRead(payload: NoticePayload, { council, at, settings }: Asked): Promise<ExplainedNotice> {
  const letterhead = letterheadOf(council, at, { settings });
  const bytes = await authorNotice({ ...payload, notice: { id: NO_ID, at }, letterhead });
  const { subject, body } = await readNow(bytes, UNSENT);
  const text = body.kind === 'read' ? (body.texts.find(({ kind }) => kind === 'plain')?.text ?? '') : '';
  return { kind: 'author', to: payload.to.address, subject, text };
}

/** As if the letter lay in the spool. */
function envelopeOf({ envelope, proof }: Letter, council: Council, receivedAt: number): SpoolEnvelope {
  return {
    version: 1,
    id: NO_ID,
    council: council.id,
    origin: 'upstream',
    protected: false,
    mailFrom: envelope.from ?? '',
    recipients: envelope.to.map((address) => ({ address })),
    dsn: { ret: null, envid: null },
    eightBit: false,
    smtpUtf8: false,
    proof,
    client: null,
    account: null,
    transmission: 'ESMTP',
    tls: null,
    receivedAt,
    size: 0,
    sha256: '',
  };
}

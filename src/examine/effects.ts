/**
 * Writes what the register says must be written: the author's notice, a report of failure. Each is a letter of its
 * own, under an id that follows from what it is about; however often this runs, it is made once.
 */
import { createHash } from 'node:crypto';
import type { EffectMade } from '../../queue/recovery/outcome-records.ts';
import type { DueEffect } from '../../queue/register/records.ts';
import type { ToldElsewhere } from '../../queue/register/siblings.ts';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import { childId } from '../../queue/spool/letter-id.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Gateway } from '../gateway.ts';
import { authorNotice } from '../notices/author-notice.ts';
import { lossNotice } from '../notices/loss-notice.ts';
import { bounceAddress } from './answers-to-us.ts';
import { councilNamed } from './council-named.ts';
import type { NoticePayload } from './effects-due.ts';
import { letterheadOf } from './letterhead.ts';
import { isLoss, type LossPayload } from './loss-payload.ts';
import { reportBytes } from './report.ts';

export async function carryOutEffects(effects: readonly DueEffect[], gateway: Gateway): Promise<void> {
  for (const effect of effects) await carryOut(effect, gateway);
}

/**
 * The child may have been made, sent and cleared away by a process that died before it could say so: then the
 * register knows it, although the spool has forgotten.
 */
async function carryOut(effect: DueEffect, gateway: Gateway): Promise<void> {
  const elsewhere = effect.kind === 'notice' ? await gateway.register.toldElsewhere(effect.letter, effect.key) : null;
  if (elsewhere !== null) return toldBy(elsewhere, effect, gateway);
  const child = childId(effect.letter, effect.key, effect.at);
  const known = await gateway.register.known([child]);
  if (!known.has(child)) await (isLoss(effect) ? makeLossNotice : make)(child, effect, gateway);
  await gateway.register.effectSpooled(effect.letter, effect.key, child);
  gateway.producer.add([{ job: { kind: 'judge', letter: child } }]);
}

/** The same letter came in another transaction too, whose notice says all: that one is this letter's as well. */
async function toldBy(other: ToldElsewhere, effect: DueEffect, gateway: Gateway): Promise<void> {
  const child = childId(other.letter, other.key, other.at);
  await gateway.register.effectSpooled(effect.letter, effect.key, child);
}

async function make(child: LetterId, effect: DueEffect, gateway: Gateway): Promise<void> {
  const parent = await gateway.spool.envelope(effect.letter);
  if (parent === null)
    throw new Error(`the letter ${effect.letter}, which ${effect.key} is about, is not in the spool`);
  // Should the register forget that it was required, it is required again under the same name.
  await gateway.spool.appendOutcome(effect.letter, { effect: effect.key, child } satisfies EffectMade);
  const written = await write(child, effect, parent, gateway);
  await gateway.spool.makeChild(childEnvelope(child, effect, parent, written), written.bytes);
}

type Written = { readonly to: string; readonly mailFrom: string; readonly bytes: Buffer };

/** A report goes to the envelope's sender from nobody; a notice to the author, from an address that hears bounces. */
async function write(child: LetterId, effect: DueEffect, parent: SpoolEnvelope, gateway: Gateway): Promise<Written> {
  const council = councilNamed(effect.council, gateway);
  if (effect.kind === 'report') {
    const bytes = await reportBytes({ child, effect, parent, council }, gateway);
    return { to: parent.mailFrom, mailFrom: '', bytes };
  }
  const payload = effect.payload as NoticePayload;
  const bytes = await authorNotice({
    ...payload,
    notice: { id: child, at: effect.at },
    letterhead: letterheadOf(council, effect.at, gateway),
  });
  return { to: payload.to.address, mailFrom: bounceAddress(child, gateway), bytes };
}

/** Its letter is not in the spool, or was not: what is said of it stands in the effect. */
async function makeLossNotice(child: LetterId, effect: DueEffect, gateway: Gateway): Promise<void> {
  const payload = effect.payload as LossPayload;
  const bytes = await lossNotice({
    ...payload,
    notice: { id: child, at: effect.at },
    letterhead: letterheadOf(councilNamed(effect.council, gateway), effect.at, gateway),
  });
  const written = { to: payload.to.address, mailFrom: bounceAddress(child, gateway), bytes };
  const parent = { id: effect.letter, protected: false };
  await gateway.spool.makeChild(childEnvelope(child, effect, parent, written), bytes);
}

/** What we write ourselves is never judged. A report about a protected copy is as unseen as that copy. */
function childEnvelope(
  child: LetterId,
  effect: DueEffect,
  parent: Pick<SpoolEnvelope, 'id' | 'protected'>,
  written: Written,
): SpoolEnvelope {
  return {
    version: 1,
    id: child,
    council: effect.council,
    origin: 'own',
    protected: parent.protected,
    mailFrom: written.mailFrom,
    recipients: [{ address: written.to, notify: ['NEVER'] }],
    dsn: { ret: null, envid: null },
    eightBit: false,
    smtpUtf8: /[^\x20-\x7e]/.test(written.to),
    proof: { kind: 'proven', by: 'login' },
    client: null,
    account: null,
    transmission: 'own',
    tls: null,
    receivedAt: effect.at,
    size: written.bytes.length,
    sha256: createHash('sha256').update(written.bytes).digest('hex'),
    child: { parent: parent.id, effect: effect.key, kind: effect.kind },
  };
}

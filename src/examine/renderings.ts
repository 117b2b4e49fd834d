/**
 * The bytes that copies leave with. Copies with the same changes share one rendering; an unchanged letter has one:
 * our trace lines above, the letter below as it came.
 */
import type { Attempt, Rendering } from '../../queue/register/records.ts';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import type { EmailAddress } from '../../rules/address.ts';
import { claimsCouncil } from '../../rules/author.ts';
import type { CopyJudgement, Rewrite } from '../../rules/judgement.ts';
import { wordsIn } from '../../rules/rewrites.ts';
import type { Gateway } from '../gateway.ts';
import { mailDate, receivedLine } from '../mail/outgoing/received.ts';
import { type Changes, render } from '../mail/outgoing/render.ts';
import type { Worded } from './decide-judged.ts';

type Renderings = {
  /** The index of the rendering for this copy, made when first asked for. */
  readonly of: (copy: CopyJudgement | null, forwardedTo: EmailAddress | null) => Promise<number>;
  readonly made: () => readonly Rendering[];
};

export function renderingsOf(judged: Worded, gateway: Gateway): Renderings {
  const made: Promise<Rendering>[] = [];
  const done: Rendering[] = [];
  const byChanges = new Map<string, number>();
  return {
    of: async (copy, forwardedTo) => {
      const changed = changesFor(copy?.rewrites ?? [], judged);
      const changes = JSON.stringify([changed.addCc, changed.marking, changed.words.length > 0, forwardedTo]);
      const index = byChanges.get(changes) ?? made.push(draw(judged, gateway, changed, forwardedTo)) - 1;
      byChanges.set(changes, index);
      done[index] = await (made[index] as Promise<Rendering>);
      return index;
    },
    made: () => done,
  };
}

type Changed = Required<Omit<Changes, 'head'>>;

/** In whatever order rules asked for them, each change is made once: `Cc`, then the marking, then the words. */
function changesFor(rewrites: readonly Rewrite[], { letter, words }: Worded): Changed {
  const shown = new Set([...letter.to, ...letter.cc].map(({ address }) => address));
  const added = rewrites.flatMap((rewrite) => ('add' in rewrite ? rewrite.add : []));
  const addCc = new Map(added.filter(({ address }) => !shown.has(address)).map((each) => [each.address, each]));
  const label = rewrites.find((rewrite) => rewrite.kind === 'confidential-label') ?? null;
  return {
    addCc: [...addCc.values()],
    marking: label === null ? null : { tag: label.tag, sensitivity: label.sensitivity },
    words: rewrites.some((rewrite) => wordsIn(rewrite) !== null) ? words : [],
  };
}

function draw(
  { envelope, letter, council }: Worded,
  gateway: Gateway,
  changed: Changed,
  forwardedTo: EmailAddress | null,
): Promise<Rendering> {
  const unproven = letter.proof.kind === 'unproven' && claimsCouncil(letter, council);
  const head = [
    forwardedTo === null
      ? ''
      : resentLines({ id: envelope.id, at: envelope.receivedAt, to: forwardedTo }, gateway.settings.hostname),
    traceLines(envelope, unproven, gateway.settings.hostname),
  ];
  return render(gateway.spool.messagePath(envelope.id), { head: head.join(''), ...changed });
}

/** What we put above every letter; `Received` last, so that all below it is the letter as it came. */
export function traceLines(envelope: SpoolEnvelope, unproven: boolean, hostname: string): string {
  const mark = unproven ? 'X-Postroom-Author: unproven\r\n' : '';
  return `X-Postroom-Id: ${envelope.id}\r\n${mark}${receivedLine(envelope, hostname)}`;
}

/**
 * The bytes of an attempt. What stands on top of a protected letter names who sent it, so the register has none of
 * it: it is made anew from the spool, the same each time.
 */
export async function renderingOf(attempt: Attempt, envelope: SpoolEnvelope, gateway: Gateway): Promise<Rendering> {
  if (!attempt.protected) return attempt.rendering;
  if (envelope.origin === 'own') return wholeOf(envelope);
  const head = traceLines(envelope, false, gateway.settings.hostname);
  return render(gateway.spool.messagePath(envelope.id), { head, addCc: [] });
}

/** Our own mail leaves as it was written. */
export function wholeOf({ size, sha256 }: SpoolEnvelope): Rendering {
  return { pieces: [{ from: 0, to: size }], sha256, size };
}

type Resent = { readonly id: string; readonly at: number; readonly to: EmailAddress };

/** RFC 5322 §3.6.6: says that it was passed on, by whom and to whom, and changes nothing of the letter. */
export function resentLines({ id, at, to }: Resent, hostname: string): string {
  return (
    `Resent-Date: ${mailDate(at)}\r\nResent-From: Postroom <postroom@${hostname}>\r\n` +
    `Resent-To: ${to}\r\nResent-Message-ID: <${id}.resent@${hostname}>\r\n`
  );
}

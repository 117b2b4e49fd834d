/**
 * What `release`, `return` and `forward` share: which copies are meant, who acts and why, and the author being told
 * the end of it. Without `--copy` an act is on all copies that wait for review; a copy that is held for its author
 * must be named, and is acted on at the author's wish alone, which the record says.
 */
import { parseArgs } from 'node:util';
import { whyOutOfStep } from '../../queue/recovery/in-step.ts';
import type { Acted } from '../../queue/recovery/outcome-records.ts';
import type { Act, DecidedEffect, LetterRecord } from '../../queue/register/records.ts';
import { readLetterId } from '../../queue/spool/letter-id.ts';
import type { Council } from '../../rules/council.ts';
import { actNotice } from '../examine/act-notice.ts';
import type { Contact, Named } from '../notices/account.ts';
import { atTheDesk, type Desk, noLetterYet } from './at-the-desk.ts';
import { type ExitCode, type Io, UsageError } from './command.ts';
import { operator } from './operator.ts';

type Copy = LetterRecord['copies'][number];
export type Asked = {
  readonly letter: LetterRecord;
  readonly council: Council;
  readonly copies: readonly Copy[];
  readonly actor: string;
  readonly reason: string;
  readonly to: string | null;
  readonly now: number;
};
/** What an act adds to the bare act; a string says why it cannot be done. */
export type Prepared = Pick<Act, 'to' | 'effects'> | string;

export const ACT_USAGE = 'ID [--copy ADDRESS] --reason R [--config FILE]';

const OPTIONS = {
  copy: { type: 'string' },
  to: { type: 'string' },
  reason: { type: 'string' },
  config: { type: 'string' },
} as const;

export async function actOn(
  kind: Act['kind'],
  args: readonly string[],
  io: Io,
  prepare: (asked: Asked, desk: Desk) => Promise<Prepared>,
): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const [name, ...rest] = positionals;
  const { reason, copy = null, to = null } = values;
  if (name === undefined || rest.length > 0) throw new UsageError('one letter is acted on at a time: give its ID');
  if (reason === undefined || reason.trim() === '') throw new UsageError('every act wants a reason: --reason "…"');
  if ((to !== null) !== (kind === 'forward')) throw new UsageError('--to says whom to forward it to, and only that');
  const beforeFirstStart = () => noLetterYet(name, io);
  return atTheDesk({ config: values.config, io, beforeFirstStart }, async (desk) => {
    const behind = await whyOutOfStep(desk.spool, desk.register);
    if (behind !== null) return refuse(behind, io);
    const asked = await find({ name, copy, to, reason }, desk, io);
    return typeof asked === 'string' ? refuse(asked, io) : carryOut(kind, asked, desk, io, prepare);
  });
}

type Wish = {
  readonly name: string;
  readonly copy: string | null;
  readonly to: string | null;
  readonly reason: string;
};

async function find({ name, copy, to, reason }: Wish, desk: Desk, io: Io): Promise<Asked | string> {
  const id = readLetterId(name);
  const letter = id === null ? null : await desk.register.letter(id);
  if (letter === null) return `there is no letter \`${name}\`: \`postroom held\` lists what waits`;
  const council = desk.policy.councils.find((each) => each.id === letter.council);
  if (council === undefined) return `the configuration no longer has the council \`${letter.council}\``;
  const copies = chosen(letter, copy);
  return typeof copies === 'string'
    ? copies
    : { letter, council, copies, actor: operator(io), reason, to, now: Date.now() };
}

function chosen({ id, copies }: LetterRecord, named: string | null): readonly Copy[] | string {
  const held = copies.filter((copy) => copy.state === 'held');
  if (named !== null) {
    const copy = copies.find((each) => each.to === named.toLowerCase());
    return copy === undefined ? `\`${id}\` has no copy to \`${named}\`` : [copy];
  }
  const forReview = held.filter((copy) => copy.heldFor === 'review');
  if (forReview.length > 0) return forReview;
  if (held.length === 0) return `nothing of \`${id}\` is held any more`;
  const names = held.map((copy) => copy.to).join(', ');
  return `\`${id}\` is held for its author alone (${names}). Where the author has asked you to act, name the copy: --copy ${held[0]?.to}`;
}

async function carryOut(
  kind: Act['kind'],
  asked: Asked,
  desk: Desk,
  io: Io,
  prepare: (asked: Asked, desk: Desk) => Promise<Prepared>,
): Promise<ExitCode> {
  const prepared = await prepare(asked, desk);
  if (typeof prepared === 'string') return refuse(prepared, io);
  const { letter, copies, actor, reason, now } = asked;
  const act: Act = { letter: letter.id, copies: copies.map(({ n }) => n), kind, actor, reason, ...prepared };
  const acted = await desk.register.act(act, now);
  if (acted.kind === 'refused') return refuse(acted.why, io);
  await desk.spool.appendOutcome(letter.id, { act, at: now } satisfies Acted);
  wake(letter.id, acted.groups, desk);
  io.out(`${JSON.stringify({ id: letter.id, act: kind, copies: copies.map(({ to }) => to) })}\n`);
  return 0;
}

/** Redis may be down: then the sweep finds what is due. */
function wake(letter: LetterRecord['id'], groups: readonly number[], { producer }: Desk): void {
  const deliveries = groups.map((group) => ({ job: { kind: 'deliver', letter, group } as const }));
  producer.add([{ job: { kind: 'judge', letter } as const }, ...deliveries]);
}

function refuse(why: string, io: Io): ExitCode {
  io.err(`${why}\n`);
  return 1;
}

/** Whoever acts is named as the machine knows them: the shell has no directory of persons. */
export function byline({ actor }: Pick<Asked, 'actor'>): Named {
  return { name: `Postroom operator ${actor.replace(/^shell:/, '')}`, post: null };
}

/** The author's notice of the act, to be required in the act's own transaction. */
export function authorIsTold(
  act: 'release' | 'return' | 'forward',
  asked: Asked & { readonly contact?: Contact },
  desk: Desk,
): Promise<DecidedEffect[]> {
  const { letter, council, reason, now: at, contact } = asked;
  const ended = { letter, council, reason, at, by: byline(asked), copies: asked.copies.map(({ n }) => n) };
  const messagePath = desk.spool.messagePath(letter.id);
  if (act !== 'forward') return actNotice({ ...ended, messagePath, act });
  if (contact === undefined) throw new TypeError('a forward goes to somebody');
  return actNotice({ ...ended, messagePath, act, to: contact });
}

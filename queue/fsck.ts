/**
 * Whether the spool and the register agree, and the register with itself. Reads both and changes neither; what it
 * finds on a running gateway may be a letter just passing, so a finding counts when it is found twice.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { LetterId } from '../rules/letter.ts';
import type { AuditedLetter, Contradiction } from './register/audit.ts';
import type { LetterState } from './register/records.ts';
import type { Standing } from './register/recoveries.ts';
import type { Register } from './register/register.ts';
import type { SpoolEpoch } from './spool/epoch.ts';
import { hourOf, timeOf } from './spool/letter-id.ts';
import type { Spool } from './spool/spool.ts';

/** Protected letters are counted and not named. */
const PROTECTED = 'protected letters';
const REGISTER = 'the register';
export type FsckFinding = {
  readonly letter: LetterId | typeof PROTECTED | typeof REGISTER;
  readonly kind: string;
  readonly says: string;
};
/** Before it is decided what may be said of it. */
type Found = { readonly letter: LetterId; readonly protected: boolean; readonly kind: string; readonly says: string };

type Stores = {
  readonly spool: Pick<Spool, 'hours' | 'entries' | 'envelope' | 'messagePath' | 'epoch'>;
  readonly register: Register;
};

const PAGE = 1_000;

export async function fsck(spool: Stores['spool'], register: Register): Promise<FsckFinding[]> {
  const stores = { spool, register };
  // Read first, as it is written last.
  const beside = await spool.epoch();
  const now = await register.standing();
  return [
    ...checkEpoch(beside, now),
    ...told([...(await checkEntries(stores, now.waitsBefore)), ...(await checkRows(stores))]),
  ];
}

function checkEpoch(beside: SpoolEpoch | null, now: Standing): FsckFinding[] {
  const isOlder = beside !== null && (beside.register !== now.register || beside.number > now.number);
  if (!isOlder && !now.replaying) return [];
  const says = 'it is older than the spool, and has not been told yet what it has forgotten: `postroom recover`';
  return [{ letter: REGISTER, kind: 'register-behind', says }];
}

function told(found: readonly Found[]): FsckFinding[] {
  const counts = new Map<string, number>();
  for (const { kind } of found.filter((one) => one.protected)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [
    ...found.filter((one) => !one.protected).map(({ letter, kind, says }) => ({ letter, kind, says })),
    ...[...counts].map(([kind, count]) => ({ letter: PROTECTED, kind, says: `${kind}: ${count} of them` }) as const),
  ];
}

/** Every entry has its row, and holds the bytes that were accepted. */
async function checkEntries({ spool, register }: Stores, waitsBefore: number): Promise<Found[]> {
  const findings: Found[] = [];
  for (const hour of await spool.hours('all')) {
    const entries = await spool.entries(hour);
    for (let at = 0; at < entries.length; at += PAGE) {
      const page = entries.slice(at, at + PAGE);
      const states = await register.lettersIn(page);
      for (const id of page) findings.push(...(await checkEntry({ id, state: states.get(id), waitsBefore }, spool)));
    }
  }
  return findings;
}

type Listed = { readonly id: LetterId; readonly state: string | undefined; readonly waitsBefore: number };

async function checkEntry({ id, state, waitsBefore }: Listed, spool: Stores['spool']): Promise<Found[]> {
  const findings: Found[] = [];
  const envelope = await spool.envelope(id);
  // One that is purged since it was listed may have been anybody's.
  const about = { letter: id, protected: envelope?.protected ?? true };
  if (state === undefined && timeOf(id) < waitsBefore) findings.push({ ...about, kind: 'waits', says: WAITS });
  else if (state === undefined)
    findings.push({ ...about, kind: 'unjudged', says: 'it is in the spool and not in the register' });
  if (state === 'purged')
    findings.push({ ...about, kind: 'not-purged', says: 'its bytes were to be gone and are in the spool' });
  if (envelope === null) return findings;
  const sha256 = await hashOf(spool.messagePath(id));
  if (sha256 !== null && sha256 !== envelope.sha256) {
    findings.push({ ...about, kind: 'altered', says: 'its bytes on disk are not those that were accepted' });
  }
  return findings;
}

const WAITS = 'the register was put back without it: it waits for `postroom recover --confirm`';

async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
    return hash.digest('hex');
  } catch {
    return null;
  }
}

/** Every row that still needs its bytes has them, and contradicts nothing. */
async function checkRows(stores: Stores): Promise<Found[]> {
  const findings: Found[] = [];
  let after = '';
  for (;;) {
    const { letters, contradictions } = await stores.register.audit(after, PAGE);
    findings.push(
      ...named(contradictions, letters),
      ...(await withoutBytes(letters, stores)),
      ...(await withoutChild(letters, stores)),
    );
    const last = letters.at(-1);
    if (last === undefined || letters.length < PAGE) return findings;
    after = last.id;
  }
}

function named(contradictions: readonly Contradiction[], letters: readonly AuditedLetter[]): Found[] {
  const hidden = protectedAmong(letters);
  return contradictions.map((one) => ({ ...one, protected: hidden.has(one.letter) }));
}

function protectedAmong(letters: readonly AuditedLetter[]): Set<LetterId> {
  return new Set(letters.filter((letter) => letter.protected).map((letter) => letter.id));
}

/** The register has no hash of a protected letter. */
async function withoutBytes(letters: readonly AuditedLetter[], { spool }: Stores): Promise<Found[]> {
  const findings: Found[] = [];
  for (const { id, state, sha256, ...letter } of letters) {
    if (state === 'purged') continue;
    const envelope = await spool.envelope(id);
    const about = { letter: id, protected: letter.protected };
    if (envelope === null || !existsSync(spool.messagePath(id)))
      findings.push({ ...about, kind: 'bytes-missing', says: withoutText(state) });
    else if (!letter.protected && envelope.sha256 !== sha256) {
      findings.push({
        ...about,
        kind: 'another-letter',
        says: 'the register knows other bytes under this name than the spool',
      });
    }
  }
  return findings;
}

function withoutText(state: LetterState): string {
  return state === 'settled'
    ? 'it is settled and not in the spool, although its retention is not over'
    : 'its text is missing from the spool, and not all of its copies have ended: nothing of it can leave';
}

/** A notice that was spooled is in the spool until it has a row of its own. */
async function withoutChild(letters: readonly AuditedLetter[], { spool, register }: Stores): Promise<Found[]> {
  const findings: Found[] = [];
  const hidden = protectedAmong(letters);
  const unknown = await register.unknownChildren(letters.map((letter) => letter.id));
  for (const { letter, key, child } of unknown) {
    if ((await spool.envelope(child)) !== null) continue;
    findings.push({
      letter,
      protected: hidden.has(letter),
      kind: 'notice-lost',
      says: `its ${key} was spooled as ${child} (hour ${hourOf(child)}) and is nowhere`,
    });
  }
  return findings;
}

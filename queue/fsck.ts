/**
 * Whether the spool and the register agree, and the register with itself. Reads both and changes neither; what it
 * finds on a running gateway may be a letter just passing, so a finding counts when it is found twice.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { LetterId } from '../rules/letter.ts';
import type { AuditedLetter } from './register/audit.ts';
import type { Register } from './register/register.ts';
import { hourOf } from './spool/letter-id.ts';
import type { Spool } from './spool/spool.ts';

export type FsckFinding = { readonly letter: LetterId; readonly kind: string; readonly says: string };

type Stores = {
  readonly spool: Pick<Spool, 'hours' | 'entries' | 'envelope' | 'messagePath'>;
  readonly register: Register;
};

const PAGE = 1_000;

export async function fsck(spool: Stores['spool'], register: Register): Promise<FsckFinding[]> {
  const stores = { spool, register };
  return [...(await checkEntries(stores)), ...(await checkRows(stores))];
}

/** Every entry has its row, and holds the bytes that were accepted. */
async function checkEntries({ spool, register }: Stores): Promise<FsckFinding[]> {
  const findings: FsckFinding[] = [];
  for (const hour of await spool.hours('all')) {
    const entries = await spool.entries(hour);
    for (let at = 0; at < entries.length; at += PAGE) {
      const page = entries.slice(at, at + PAGE);
      const states = await register.lettersIn(page);
      for (const id of page) findings.push(...(await checkEntry(id, states.get(id), spool)));
    }
  }
  return findings;
}

async function checkEntry(id: LetterId, state: string | undefined, spool: Stores['spool']): Promise<FsckFinding[]> {
  const findings: FsckFinding[] = [];
  if (state === undefined)
    findings.push({ letter: id, kind: 'unjudged', says: 'it is in the spool and not in the register' });
  if (state === 'purged')
    findings.push({ letter: id, kind: 'not-purged', says: 'its bytes were to be gone and are in the spool' });
  const envelope = await spool.envelope(id);
  // Purged since it was listed.
  if (envelope === null) return findings;
  const sha256 = await hashOf(spool.messagePath(id));
  if (sha256 !== null && sha256 !== envelope.sha256) {
    findings.push({ letter: id, kind: 'altered', says: 'its bytes on disk are not those that were accepted' });
  }
  return findings;
}

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
async function checkRows(stores: Stores): Promise<FsckFinding[]> {
  const findings: FsckFinding[] = [];
  let after = '';
  for (;;) {
    const { letters, contradictions } = await stores.register.audit(after, PAGE);
    findings.push(
      ...contradictions,
      ...(await withoutBytes(letters, stores)),
      ...(await withoutChild(letters, stores)),
    );
    const last = letters.at(-1);
    if (last === undefined || letters.length < PAGE) return findings;
    after = last.id;
  }
}

async function withoutBytes(letters: readonly AuditedLetter[], { spool }: Stores): Promise<FsckFinding[]> {
  const findings: FsckFinding[] = [];
  for (const { id, state, sha256 } of letters) {
    if (state === 'purged') continue;
    const envelope = await spool.envelope(id);
    if (envelope === null)
      findings.push({ letter: id, kind: 'bytes-missing', says: `it is ${state} and not in the spool` });
    else if (envelope.sha256 !== sha256) {
      findings.push({
        letter: id,
        kind: 'another-letter',
        says: 'the register knows other bytes under this name than the spool',
      });
    }
  }
  return findings;
}

/** A notice that was spooled is in the spool until it has a row of its own. */
async function withoutChild(letters: readonly AuditedLetter[], { spool, register }: Stores): Promise<FsckFinding[]> {
  const findings: FsckFinding[] = [];
  const unknown = await register.unknownChildren(letters.map((letter) => letter.id));
  for (const { letter, key, child } of unknown) {
    if ((await spool.envelope(child)) !== null) continue;
    findings.push({
      letter,
      kind: 'notice-lost',
      says: `its ${key} was spooled as ${child} (hour ${hourOf(child)}) and is nowhere`,
    });
  }
  return findings;
}

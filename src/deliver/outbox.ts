/**
 * The built-in next hop: a folder. Each transaction becomes `<time>-<id>.eml`, exactly the bytes of DATA, and
 * `<time>-<id>.json`, its envelope. The envelope comes last, so that whoever sees one has the letter whole.
 */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClaimLost } from './body.ts';
import type { Transaction, TransactionResult } from './transaction.ts';

export type Outbox = { readonly deliver: (transaction: Transaction) => Promise<TransactionResult> };

export function openOutbox(folder: string, now: () => number): Outbox {
  return { deliver: (transaction) => deliver(folder, now, transaction) };
}

/** Never rejects: what the disk refuses is `unreached`, or `unknown` once the envelope may have its name. */
async function deliver(folder: string, now: () => number, transaction: Transaction): Promise<TransactionResult> {
  const part = join(folder, `.part-${randomBytes(8).toString('hex')}`);
  let visible = false;
  let shown: string | null = null;
  try {
    await mkdir(folder, { recursive: true });
    await writeLetter(`${part}-letter`, transaction);
    if (!(await transaction.dotMayGo())) throw new ClaimLost();
    const name = await publishLetter(`${part}-letter`, folder, now(), transaction.letter);
    shown = `${name.path}.eml`;
    await writeEnvelope(`${part}-envelope`, name.at, transaction);
    visible = true;
    await rename(`${part}-envelope`, `${name.path}.json`);
    await flushFolder(folder);
    return saved(transaction, name.path);
  } catch (error) {
    const unseen = !visible && (await takeBack(shown));
    return { kind: unseen ? 'unreached' : 'unknown', why: `outbox: ${(error as Error).message}` };
  } finally {
    await Promise.allSettled([rm(`${part}-letter`, { force: true }), rm(`${part}-envelope`, { force: true })]);
  }
}

/** A letter without its envelope would lie beside the one of the next attempt. False where it cannot be removed. */
async function takeBack(path: string | null): Promise<boolean> {
  if (path === null) return true;
  return rm(path, { force: true }).then(
    () => true,
    () => false,
  );
}

async function writeLetter(path: string, transaction: Transaction): Promise<void> {
  const file = await open(path, 'wx', 0o640);
  try {
    await writeFile(file, transaction.bytes());
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeEnvelope(path: string, at: number, transaction: Transaction): Promise<void> {
  const { mailFrom, recipients, letter, group } = transaction;
  const to = recipients.map((recipient) => recipient.address);
  const file = await open(path, 'wx', 0o640);
  try {
    await file.writeFile(`${JSON.stringify({ from: mailFrom, to, at: new Date(at).toISOString(), letter, group })}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * A link, unlike a rename, never replaces: two groups of a letter in the same millisecond, from two workers, get two
 * names a millisecond apart.
 */
async function publishLetter(from: string, folder: string, at: number, letter: string) {
  for (let later = 0; ; later += 1) {
    const path = join(folder, `${stamp(at + later)}-${letter}`);
    try {
      await link(from, `${path}.eml`);
      return { path, at: at + later };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** `20261121T230059.012Z`: sorts by time, and has no character that a file system or shell minds. */
function stamp(at: number): string {
  return new Date(at).toISOString().replace(/[-:]/g, '');
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function saved({ recipients, letter }: Transaction, path: string): TransactionResult {
  const text = `2.0.0 kept as ${path.slice(path.lastIndexOf('/') + 1)} (${letter})`;
  return {
    kind: 'answered',
    replies: recipients.map(({ address }) => ({ address, code: 250, text })),
    dsnOffered: false,
  };
}

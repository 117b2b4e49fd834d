/**
 * Letters in flight while things are killed, and the account of them afterwards: every letter with a 250 must be
 * delivered or held; a further copy may exist only where the register says that nobody could know.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestGateway } from '../gateway.ts';
import { smtpClient } from '../smtp-client.ts';

export const CLERK = 'clerk@ashcombe-tc.example';
export const GWEN = 'gwen.attwell@postbox.example';
export const JANE = 'jane.marsh@ashcombe-tc.example';
const SESSIONS = 10;

export type Accepted = { readonly id: string; readonly mark: string; readonly copies: readonly string[] };

/** Every fifth is to be held in part: an outsider is blind on it. */
export function letterNumber(n: number) {
  const mark = `mark-${n}-${process.pid}`;
  const from = n % 5 === 0 ? JANE : CLERK;
  const to = n % 5 === 0 ? [CLERK, GWEN] : [GWEN];
  const bytes =
    `From: ${from}\r\nTo: ${to[0]}\r\nSubject: ${mark}\r\nMessage-ID: <${mark}@ashcombe-tc.example>\r\n` +
    `Date: Mon, 23 Nov 2026 10:15:00 +0000\r\n\r\nWhen is the hall free?\r\n`;
  return { mark, from, to, bytes };
}

/** Sends on one connection until told to stop or cut off; what got no 250 is nobody's promise. */
async function session(port: number, numbers: readonly number[], accepted: Accepted[]): Promise<void> {
  try {
    const client = await smtpClient(port);
    for (const n of numbers) {
      const letter = letterNumber(n);
      const { code, id } = await client.send(letter);
      if (code === 250 && id !== null) accepted.push({ id, mark: letter.mark, copies: letter.to });
    }
    client.close();
  } catch {
    // Cut off by the kill: the client would try again later.
  }
}

export function sendMany(gateway: TestGateway, accepted: Accepted[], count: number): Promise<unknown> {
  const numbers = Array.from({ length: count }, (_, n) => n);
  return Promise.all(
    Array.from({ length: SESSIONS }, (_, s) =>
      session(
        gateway.smtp,
        numbers.filter((n) => n % SESSIONS === s),
        accepted,
      ),
    ),
  );
}

/** PostgreSQL's and Redis's processes of this gateway. */
export function storesOf(gateway: TestGateway): number[] {
  return pidsOf(gateway.folder, /postgres|redis|valkey/);
}

/** The gateway's role processes, as its own pid file names them. */
export function rolesOf(gateway: TestGateway): number[] {
  const { children } = JSON.parse(readFileSync(join(gateway.data, 'postroom.pid'), 'utf8'));
  return children.map((child: { pid: number }) => child.pid);
}

/** Processes whose command line names the folder: this gateway's own, and nobody else's. */
function pidsOf(folder: string, program: RegExp): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        const place = readFileSync(`/proc/${pid}/environ`, 'utf8') + words;
        return program.test(words.split('\0')[0] ?? '') && place.includes(folder);
      } catch {
        return false;
      }
    })
    .map(Number);
}

export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself, because its supervisor did.
    }
  }
}

/** What happened to each letter with a 250, once nothing is on its way any more. */
export async function account(gateway: TestGateway, accepted: readonly Accepted[]) {
  const held = () =>
    gateway.command('held', '--json').then(({ out }) => JSON.parse(out) as { id: string; copies: { to: string }[] }[]);
  const found = new Map<string, number>();
  const missing: string[] = [];
  const extra: string[] = [];
  for (const { letter, to } of await gateway.outbox()) {
    for (const address of to) found.set(`${letter} ${address}`, (found.get(`${letter} ${address}`) ?? 0) + 1);
  }
  for (const { id, copies } of await held()) {
    for (const { to } of copies) found.set(`${id} ${to}`, (found.get(`${id} ${to}`) ?? 0) + 1);
  }
  for (const { id, copies } of accepted) {
    for (const copy of copies) {
      const count = found.get(`${id} ${copy}`) ?? 0;
      if (count === 0) missing.push(`${id} ${copy}`);
      if (count > 1) extra.push(id);
    }
  }
  return { missing, extra };
}

/** Letters of which a further copy was sent although no attempt was uncertain. */
export async function unexplained(gateway: TestGateway, accepted: readonly Accepted[]): Promise<string[]> {
  const found: string[] = [];
  for (const id of new Set((await account(gateway, accepted)).extra)) {
    const shown = JSON.parse((await gateway.command('show', id, '--json')).out);
    if (!shown.copies.some((copy: { uncertain: number }) => copy.uncertain > 0)) found.push(id);
  }
  return found;
}

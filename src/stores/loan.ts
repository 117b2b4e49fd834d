/**
 * `data/postgres.loan.json`: that PostgreSQL was brought up by a command and not by a gateway, and which commands are
 * using it. Read and written in turn (`turn.ts`) alone. A gateway that takes it over forgets the loan.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveToFolder } from '../../queue/spool/owner.ts';
import { isRunning, type ProcessMark } from './process-mark.ts';

export type Loan = { readonly server: ProcessMark; readonly borrowers: readonly ProcessMark[] };

/** Null where none was lent, or it has ended. Borrowers that died with it in hand are left out. */
export function loanOn(data: string): Loan | null {
  try {
    const { server, borrowers } = JSON.parse(readFileSync(loanFile(data), 'utf8')) as Loan;
    return isRunning(server) ? { server, borrowers: borrowers.filter(isRunning) } : null;
  } catch {
    return null;
  }
}

export function recordLoan(data: string, loan: Loan): void {
  const file = loanFile(data);
  writeFileSync(`${file}.new`, JSON.stringify(loan), { mode: 0o600 });
  giveToFolder(`${file}.new`);
  renameSync(`${file}.new`, file);
}

export function forgetLoan(data: string): void {
  rmSync(loanFile(data), { force: true });
}

function loanFile(data: string): string {
  return join(data, 'postgres.loan.json');
}

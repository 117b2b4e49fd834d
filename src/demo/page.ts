/** The demonstration as a page to read in a terminal. */
import { relative } from 'node:path';
import type { Account } from './account.ts';

/** Files as seen from `cwd`. */
export function demoPage(accounts: readonly Account[], cwd: string): string {
  return accounts.map((account, n) => `${n + 1}. ${lines(account, cwd).join('\n')}\n`).join('\n');
}

function lines(account: Account, cwd: string): string[] {
  const name = (file: string) => (relative(cwd, file).startsWith('..') ? file : relative(cwd, file));
  return [
    account.about,
    account.id === null ? `   refused: ${account.reply}` : `   accepted as ${account.id}, from ${account.from}`,
    ...account.copies.flatMap(({ to, became, file }) => [`   ${to}: ${became}`, ...under(file, name)]),
    ...account.why.map(
      ({ rule, clauses, says }) =>
        `   why: ${[`${rule}${inBrackets(clauses)}`, says].filter((part) => part !== '').join(': ')}`,
    ),
    ...account.notices.flatMap(({ to, file }) => [`   told: ${to.join(', ')}`, ...under(file, name)]),
    ...(account.decided ? [] : [`   not at rest yet: look again with \`postroom show ${account.id}\``]),
  ];
}

function under(file: string | null, name: (file: string) => string): string[] {
  return file === null ? [] : [`       ${name(file)}`];
}

function inBrackets(clauses: readonly string[]): string {
  return clauses.length === 0 ? '' : ` (${clauses.join(', ')})`;
}

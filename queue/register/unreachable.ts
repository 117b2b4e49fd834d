/**
 * The one error that every function of the register may end in: PostgreSQL cannot be reached, or did not answer in
 * time. What was asked may or may not have been committed; whoever gets it asks again.
 */
export class RegisterUnreachable extends Error {
  override readonly name = 'RegisterUnreachable';
  constructor(cause: unknown) {
    super(`the register cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Class 08 is connection exceptions, 57P01–57P05 a server that goes down or comes up, 53 one without resources. */
const SQLSTATE = /^(08...|57P0[1-5]|57014|53...|58...|25P0[34])$/;
const SYSTEM = /^(ECONN|ENOENT|EPIPE|EACCES|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_)/;
/** node-postgres gives these no code. */
const WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable|Connection ended|Cannot use a pool after/;

export function isUnreachable(error: unknown): boolean {
  if (error instanceof RegisterUnreachable) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return SQLSTATE.test(code) || SYSTEM.test(code) || WORDS.test(error.message);
}

/** The error to throw for `error`: RegisterUnreachable where that is what it means, else itself. */
export function translated(error: unknown): unknown {
  return isUnreachable(error) && !(error instanceof RegisterUnreachable) ? new RegisterUnreachable(error) : error;
}

/**
 * AUTH. A wrong name takes as long as a wrong password and is answered alike; three wrong tries end the connection,
 * and the supervisor, which sees the tries at all our processes, slows down and shuts out whoever goes on.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { SMTPServerAuthentication, SMTPServerSession } from 'smtp-server';
import { readAddress } from '../../rules/address.ts';
import { personAt } from '../../rules/directory.ts';
import type { Account } from '../accounts/account.ts';
import { isRightPassword } from '../accounts/password.ts';
import type { SignInAnswer } from '../supervisor/role.ts';
import type { House } from './house.ts';
import { REPLIES, type Reply } from './replies.ts';

const TRIES_IN_A_SESSION = 3;

/** Who is signed in here; null for nobody. */
export function signedIn(session: SMTPServerSession): Account | null {
  return (session.user as Account | undefined) || null;
}

export type SignIn = (given: SMTPServerAuthentication, session: SMTPServerSession) => Promise<Account | Reply>;

export function signInAt(house: House): SignIn {
  const failures = new WeakMap<SMTPServerSession, number>();

  const refuse = async (tried: Tried, session: SMTPServerSession): Promise<Reply> => {
    const { delayMs } = await asked(house, { kind: 'auth-failed', ...tried });
    await delay(delayMs);
    const sofar = (failures.get(session) ?? 0) + 1;
    failures.set(session, sofar);
    return sofar >= TRIES_IN_A_SESSION ? REPLIES.tooManyTries : REPLIES.wrongPassword;
  };
  return async (given, session) => {
    const username = given.username ?? '';
    const password = given.password ?? '';
    const tried: Tried = { account: username.toLowerCase().slice(0, 256), ip: session.remoteAddress };
    const { allowed, delayMs } = await asked(house, { kind: 'auth-allowed', ...tried });
    if (!allowed) return REPLIES.signInLater;
    await delay(delayMs);
    const account = await accountOf(house, username);
    const isRight = await isRightPassword(account, password);
    if (account === null || !isRight || asksForAnother(given)) return refuse(tried, session);
    await asked(house, { kind: 'auth-succeeded', ...tried });
    return account;
  };
}

type Tried = { readonly account: string; readonly ip: string };

/** By the account's name, or by any address of the person whose account it is. */
async function accountOf(house: House, username: string): Promise<Account | null> {
  const named = await house.accounts.find(username);
  const reading = readAddress(username);
  if (named !== null || reading.kind === 'invalid') return named;
  for (const council of house.policy().councils) {
    const person = personAt(council, reading.address);
    if (person !== null) return house.accounts.ofPerson(council.id, person.id);
  }
  return null;
}

/** RFC 4616: signing in as oneself to act as somebody else is not offered. */
function asksForAnother({ authzid, authcid }: SMTPServerAuthentication): boolean {
  return Boolean(authzid && authcid && authzid !== authcid);
}

/** Where the supervisor does not answer nobody can count tries: nobody is let in until it does. */
async function asked(
  house: House,
  question: { readonly kind: 'auth-allowed' | 'auth-failed' | 'auth-succeeded' } & Tried,
): Promise<SignInAnswer> {
  const answer = (await house.ask(question).catch(() => null)) as Partial<SignInAnswer> | null;
  return { allowed: answer?.allowed === true, delayMs: Math.min(answer?.delayMs ?? 0, 30_000) };
}

/** Passwords: hashed with argon2id, compared in constant time, made up where nobody gave one. */
import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Account } from './account.ts';

/** OWASP's second choice for argon2id: 19 MiB, two passes; about 20 ms here. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

let nobody: Promise<string> | null = null;

/** Takes as long for an account that does not exist: how long an answer takes must not say who has one. */
export async function isRightPassword(account: Account | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('the password of nobody');
  const right = await verify(account?.hash ?? (await nobody), password).catch(() => false);
  return right && account !== null;
}

/** Letters and digits that are not mistaken for one another when read out; about 100 bits. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

export function inventPassword(): string {
  const group = (): string => Array.from({ length: 5 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

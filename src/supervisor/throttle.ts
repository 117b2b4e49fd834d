/**
 * Counts wrong passwords for all SMTP processes together: by account, so that one cannot be guessed at from many
 * places, and by address, so that many cannot be tried from one. Each further failure makes the next answer slower.
 */
import type { SignInAnswer } from './role.ts';

export type Throttle = {
  readonly allowed: (who: SignIn) => SignInAnswer;
  readonly failed: (who: SignIn) => SignInAnswer;
  readonly succeeded: (who: SignIn) => void;
};

type SignIn = { readonly account: string; readonly ip: string };

const WINDOW_MS = 15 * 60_000;
const MOST_PER_ACCOUNT = 10;
const MOST_PER_ADDRESS = 30;
/** The first two slips of a finger cost nothing; then 1, 2, 4, 8 and at most 16 seconds. */
const FREE_FAILURES = 2;
const LONGEST_DELAY_MS = 16_000;
/** Beyond that the longest unused is forgotten, so that made-up names cannot fill the memory. */
const MOST_KEYS = 50_000;

/** `now` in milliseconds; a name is the same in any case. */
export function openThrottle(now: () => number): Throttle {
  const failures = new Map<string, number[]>();
  const recent = (key: string) => (failures.get(key) ?? []).filter((at) => at > now() - WINDOW_MS);
  const answer = (who: SignIn): SignInAnswer => {
    const [account, address] = [recent(accountKey(who)).length, recent(addressKey(who)).length];
    const allowed = account < MOST_PER_ACCOUNT && address < MOST_PER_ADDRESS;
    return { allowed, delayMs: delayAfter(account) };
  };
  return {
    allowed: answer,
    failed: (who) => {
      for (const key of [accountKey(who), addressKey(who)]) remember(failures, key, [...recent(key), now()]);
      return answer(who);
    },
    succeeded: (who) => void failures.delete(accountKey(who)),
  };
}

function delayAfter(failed: number): number {
  return failed <= FREE_FAILURES ? 0 : Math.min(LONGEST_DELAY_MS, 1_000 * 2 ** (failed - FREE_FAILURES - 1));
}

/** A Map keeps the order of insertion: the first key is the one longest unused. */
function remember(failures: Map<string, number[]>, key: string, times: number[]): void {
  failures.delete(key);
  failures.set(key, times.slice(-MOST_PER_ADDRESS));
  const [oldest] = failures.keys();
  if (failures.size > MOST_KEYS && oldest !== undefined) failures.delete(oldest);
}

function accountKey({ account }: SignIn): string {
  return `account ${account.trim().toLowerCase().slice(0, 320)}`;
}

function addressKey({ ip }: SignIn): string {
  return `address ${ip}`;
}

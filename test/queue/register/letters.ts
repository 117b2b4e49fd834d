/** Decisions and what is claimed of them, as the register's tests need them: one letter of the clerk's, and its kin. */

import type { Attempt, CopyResult, DecidedCopy, Decision, Rendering } from '../../../queue/register/records.ts';
import type { Register } from '../../../queue/register/register.ts';
import { newLetterId } from '../../../queue/spool/letter-id.ts';
import type { CouncilId } from '../../../rules/council.ts';
import type { LetterId } from '../../../rules/letter.ts';

export const ASHCOMBE = 'ashcombe' as CouncilId;
export const START = Date.UTC(2026, 10, 21, 9);

export const PLAIN: Rendering = {
  pieces: [{ text: 'Received: …\r\n' }, { from: 0, to: 120 }],
  sha256: 'ab'.repeat(32),
  size: 133,
};
export const TERMS = { route: 'default', mailFrom: 'clerk@ashcombe.example', notify: [], orcpt: null };

export function copy(n: number, given: Partial<DecidedCopy> = {}): DecidedCopy {
  return {
    n,
    address: `resident${n}@example.org`,
    state: 'ready',
    rules: [],
    heldFor: null,
    reviewer: null,
    rendering: 0,
    inPlaceOf: null,
    transaction: TERMS,
    ...given,
  };
}

export function heldCopy(n: number, given: Partial<DecidedCopy> = {}): DecidedCopy {
  return copy(n, { state: 'held', heldFor: 'author', rules: ['blind-copies'], ...given });
}

export function decision(given: Partial<Decision> = {}): Decision {
  return {
    id: newLetterId(START),
    council: ASHCOMBE,
    origin: 'submission',
    protected: false,
    policyVersion: 1,
    receivedAt: START,
    size: 120,
    sha256: 'cd'.repeat(32),
    envelopeFrom: 'clerk@ashcombe.example',
    author: 'clerk@ashcombe.example',
    subject: 'The bench in Mill Lane',
    messageId: 'bench@ashcombe.example',
    visible: ['resident0@example.org'],
    judgement: null,
    renderings: [PLAIN],
    copies: [copy(0)],
    effects: [],
    sibling: null,
    ...given,
  };
}

export function delivered(n: number): CopyResult {
  return { n, kind: 'delivered', reply: '250 2.0.0 taken' };
}

/** Claims a group that must be due, and fails where it is not. */
export async function claimed(register: Register, letter: LetterId, group = 1, owner = 'worker-1'): Promise<Attempt> {
  const attempt = await register.claimAttempt(letter, group, owner, Date.now());
  if (attempt === null) throw new Error(`group ${group} could not be claimed`);
  return attempt;
}

/** The whole way of one group: claimed, allowed its dot, and ended with `results`. */
export async function attempted(
  register: Register,
  letter: LetterId,
  results: readonly CopyResult[],
  group = 1,
  owner = 'worker-1',
) {
  const { attempt } = await claimed(register, letter, group, owner);
  await register.dotMayGo(letter, group, attempt, owner);
  return register.recordResult({ letter, group, attempt, owner, results, effects: [], now: Date.now() });
}

export async function statesOf(register: Register, letter: LetterId) {
  const record = await register.letter(letter);
  return { letter: record?.state, copies: record?.copies.map((one) => one.state) };
}

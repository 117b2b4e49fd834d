/**
 * Makes a connection to a next hop as `deliver.tls` asks. Opportunistic TLS must never cost a letter: a hop whose
 * STARTTLS fails half-way is called again in the clear, and not asked for TLS for a while.
 */
import { type Opened, openConnection, type Target } from './connection.ts';

export type TlsWish = 'none' | 'opportunistic' | 'required';

const CLEAR_FOR_MS = 600_000;

export function openReach(
  target: Omit<Target, 'tls'>,
  wish: TlsWish,
  now: () => number,
  inClear: (why: string) => void,
): () => Promise<Opened> {
  let clearUntil = 0;
  return async () => {
    const tls = wish === 'none' || now() < clearUntil ? 'clear' : wish;
    const first = await openConnection({ ...target, tls });
    const mayTryClear = tls === 'opportunistic' && !target.implicitTls;
    if (first.kind === 'open' || !mayTryClear || !first.clearMayHelp) return first;
    const second = await openConnection({ ...target, tls: 'clear' });
    if (second.kind === 'open') {
      clearUntil = now() + CLEAR_FOR_MS;
      inClear(first.why);
    }
    return second;
  };
}

/** What the register keeps of a notice about a loss: all that it says, since the spool has no letter to look at. */
import type { DecidedEffect } from '../../queue/register/records.ts';
import type { LossNotice } from '../notices/account.ts';

/** `loss` becomes `found` where the register requires the notice that takes it back. */
export type LossPayload = Omit<LossNotice, 'notice' | 'letterhead'>;

export function isLoss({ payload }: Pick<DecidedEffect, 'payload'>): boolean {
  return typeof payload === 'object' && payload !== null && 'loss' in payload;
}

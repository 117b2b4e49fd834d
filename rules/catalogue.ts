/**
 * The rules that are built, in the order of rules of correspondence, and those that are named there and still pending.
 * A new rule is one file and one line here.
 */
import { blindCopies } from './correspondence/blind-copies.ts';
import { protectedChannels } from './correspondence/protected-channels.ts';
import { RULE_IDS, type RuleId } from './protocol.ts';
import type { Rule } from './rule.ts';

export const BUILT: readonly Rule[] = [protectedChannels, blindCopies];

export const PENDING: readonly RuleId[] = RULE_IDS.filter((id) => !BUILT.some((rule) => rule.id === id));

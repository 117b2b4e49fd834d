/**
 * What can be set for a rule besides its mode, in a pack or beside the rule in council.yaml. A rule that is given a
 * parameter gets its line here; one that is not listed has none.
 */
import * as z from 'zod';
import type { RuleId } from '../../rules/protocol.ts';
import { keys } from './fields.ts';
import { type Fit, fitInto } from './shape.ts';
import type { Written } from './yaml-file.ts';

export const PARAMETERS: Readonly<Partial<Record<RuleId, Readonly<Record<string, z.ZodType>>>>> = {
  'blind-copies': {
    /** The author is asked before a copy is opened. */
    ask_first: z.boolean().optional(),
    /** What becomes of a blind member's copy of an officer's letter: opened, or held for review. */
    blind_member_on_officers_mail: z.enum(['open', 'hold']).optional(),
  },
};

/** The `parameters` of a pack, rule by rule. */
export function parametersOf(
  written: Written,
  rules: readonly string[],
): Fit<Readonly<Partial<Record<RuleId, Readonly<Record<string, unknown>>>>>> {
  const fits = rules.map((rule) => ({
    rule,
    fit: fitInto(keys(PARAMETERS[rule as RuleId] ?? {}), written, ['parameters', rule]),
  }));
  const faults = fits.flatMap(({ fit }) => (fit.kind === 'faults' ? fit.faults : []));
  if (faults.length > 0) return { kind: 'faults', faults };
  return {
    kind: 'fits',
    value: Object.fromEntries(fits.flatMap(({ rule, fit }) => (fit.kind === 'fits' ? [[rule, fit.value]] : []))),
  };
}

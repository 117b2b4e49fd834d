/** Groups and effects that are due and that no job seems to be after. */
import type { AfterEffect, AfterGroup } from '../register/due.ts';
import type { DueEffect } from '../register/records.ts';
import { PAGE, type Pass } from './scope.ts';

export async function callDueGroups({ register, scope, add }: Pass): Promise<number> {
  let found = 0;
  // Ids sort before `~`: the page begins with the first group that is due after `from`.
  let after: AfterGroup | undefined = scope.everything
    ? undefined
    : { nextAt: scope.from, letter: '~' as never, group: 0 };
  for (;;) {
    const page = await register.dueGroups(scope.everything ? scope.now : scope.until, PAGE, after);
    await add(page.map(({ letter, group }) => ({ job: { kind: 'deliver', letter, group } })));
    found += page.length;
    after = page.at(-1);
    if (page.length < PAGE) return found;
  }
}

/** All that are required: the worker that required them makes them at once, so few are ever left. */
export async function callDueEffects(pass: Pass): Promise<number> {
  let found = 0;
  let after: AfterEffect | undefined;
  for (;;) {
    const page: DueEffect[] = await pass.register.dueEffects(PAGE, after);
    for (const effect of page.filter((one) => pass.scope.everything || one.at <= pass.scope.until)) {
      await callEffect(effect, pass);
      found++;
    }
    after = page.at(-1);
    if (page.length < PAGE) return found;
  }
}

/** One that cannot be made now does not keep the others from being made. */
async function callEffect(effect: DueEffect, { effects, log }: Pass): Promise<void> {
  try {
    await effects([effect]);
  } catch (err) {
    log.error(
      { err, letter: effect.letter, effect: effect.key },
      'a notice or report could not be made; it is tried again',
    );
  }
}

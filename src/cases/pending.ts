/** What a case expects that nothing built can bring about yet: it is told as pending, neither passed nor failed. */
import { PENDING } from '../../rules/catalogue.ts';
import type { RewriteKind } from '../../rules/judgement.ts';
import type { Case } from '../config/case-file.ts';

const BUILT_REWRITES: readonly RewriteKind[] = ['open-copies'];

/** The pending rules, rewrites and notices it waits for; empty where it can be judged. */
export function waitsFor({ expect, tolerate }: Case): readonly string[] {
  const { wardMembers = [], members = [], clerk = false, consent } = expect.notices;
  // a copy that waits with an earlier letter, under a rule that this one does not break itself
  const unnamed = expect.rules.length === 0 && expect.recipients.size > 0 ? tolerate : [];
  return [
    ...unnamed.filter((rule) => PENDING.includes(rule)),
    ...expect.rules.filter((rule) => PENDING.includes(rule)),
    ...expect.rewrites.filter((rewrite) => !BUILT_REWRITES.includes(rewrite)),
    ...(wardMembers.length > 0 ? ['notice to ward members'] : []),
    ...(members.length > 0 ? ['notice to members'] : []),
    ...(clerk ? ['notice to the clerk'] : []),
    ...(consent === undefined ? [] : ['consent']),
  ];
}

/**
 * The policy in force: every council with its pack, and the exact texts it was read from, so that a stored policy
 * reads back as the same one, whatever has since become of the files.
 */
import { createHash } from 'node:crypto';
import type { EmailAddress } from '../../rules/address.ts';
import { domainOf } from '../../rules/address.ts';
import type { Council, RuleSetting } from '../../rules/council.ts';
import { isInside } from '../../rules/directory.ts';
import { type CouncilReading, readCouncil } from './council.ts';
import { type Fault, isRefused } from './fault.ts';
import { packShelf } from './pack-shelf.ts';
import { readProtectedList } from './protected-list.ts';

export type SourceText = {
  readonly kind: 'council' | 'pack' | 'protected';
  readonly file: string;
  readonly text: string;
};
export type PolicySource = readonly SourceText[];

/** `version` is the register's; null until it has stored the policy. */
export type Policy = {
  readonly version: number | null;
  readonly councils: readonly Council[];
  readonly source: PolicySource;
};

export type PolicyReading =
  | { readonly kind: 'read'; readonly policy: Policy; readonly warnings: readonly Fault[] }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

/** `now` in milliseconds: review dates before it have lapsed. */
export function readPolicy(source: PolicySource, now: number = Date.now()): PolicyReading {
  const of = (kind: SourceText['kind']) => source.filter((text) => text.kind === kind);
  const packs = packShelf(of('pack'));
  const protectedLists = of('protected').map(({ text, file }) => readProtectedList(text, file));
  const builtInProtected = protectedLists.flatMap((list) => (list.kind === 'read' ? list.entries : []));
  const today = new Date(now).toISOString().slice(0, 10);
  const readings = of('council').map(({ text, file }) => ({
    file,
    reading: readCouncil(text, file, { packs, builtInProtected, today }),
  }));
  const faults = [
    ...protectedLists.flatMap((list) => (list.kind === 'refused' ? list.faults : [])),
    ...readings.flatMap(({ reading }) => faultsOf(reading)),
    ...overlaps(readings),
  ];
  if (isRefused(faults)) return { kind: 'refused', faults };
  const councils = readings.flatMap(({ reading }) => (reading.kind === 'read' ? [reading.council] : []));
  // only the packs in use: another pack's next edition is no new policy
  const used = source.filter(({ kind, file }) => kind !== 'pack' || packs.used().has(file));
  return { kind: 'read', policy: { version: null, councils, source: used }, warnings: faults };
}

/** The same for the same texts: a policy that has not changed gets no new version. */
export function policyHash(source: PolicySource): string {
  return createHash('sha256')
    .update(JSON.stringify(source.map(({ kind, file, text }) => [kind, file, text])))
    .digest('hex');
}

/**
 * Whose rules a letter falls under: the proven author's council, by domain, then by a private address of the
 * directory; else the recipients'; else the first.
 */
export function councilFor(policy: Policy, author: EmailAddress | null, recipients: readonly EmailAddress[]): Council {
  for (const address of author === null ? recipients : [author, ...recipients]) {
    const council = councilOfAddress(policy, address);
    if (council !== null) return council;
  }
  const [first] = policy.councils;
  if (first === undefined) throw new Error('a policy without a council');
  return first;
}

/** The council that an address belongs to, or null: outside of all. */
export function councilOfAddress(policy: Policy, address: EmailAddress): Council | null {
  const domain = domainOf(address);
  const byDomain = policy.councils.find((council) => council.domains.some((own) => isAtOrBelow(domain, own)));
  return byDomain ?? policy.councils.find((council) => isInside(council, address)) ?? null;
}

/** As `cases` and `explain` judge: every rule of the pack enforced, on whatever authority. */
export function asEnforced(council: Council): Council {
  const rules = new Map(
    [...council.rules].map(([rule, setting]) => [rule, { ...setting, mode: 'enforce' } satisfies RuleSetting]),
  );
  return { ...council, rules };
}

function faultsOf(reading: CouncilReading): readonly Fault[] {
  return reading.kind === 'read' ? reading.warnings : reading.faults;
}

/** Mail must fall under one council's rules: no domain of one at or below another's, no id twice. */
function overlaps(readings: readonly { readonly file: string; readonly reading: CouncilReading }[]): readonly Fault[] {
  const councils = readings.flatMap(({ file, reading }) =>
    reading.kind === 'read' ? [{ file, council: reading.council }] : [],
  );
  return councils.flatMap(({ file, council }, index) =>
    councils.slice(0, index).flatMap((before) => {
      const fault = (key: string, says: string, remedy: string): Fault => ({
        file,
        line: null,
        key,
        says,
        remedy,
        severity: 'refuse',
      });
      const shared = council.domains.flatMap((domain) =>
        before.council.domains
          .filter((other) => isAtOrBelow(domain, other) || isAtOrBelow(other, domain))
          .map((other) =>
            fault(
              'council.domains',
              `\`${domain}\` overlaps with \`${other}\` of ${before.council.name}`,
              'give each domain, with all below it, to one council',
            ),
          ),
      );
      if (council.id !== before.council.id || shared.length > 0) return shared;
      return [
        fault(
          'council.id',
          `\`${council.id}\` is also the id of ${before.council.name}`,
          'give each council an id of its own',
        ),
      ];
    }),
  );
}

function isAtOrBelow(domain: string, above: string): boolean {
  return domain === above || domain.endsWith(`.${above}`);
}

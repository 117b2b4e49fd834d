import { describe, expect, it } from 'vitest';
import type { EmailAddress } from '../../rules/address.ts';
import type { PersonId, WardId } from '../../rules/council.ts';
import { sampleConfig } from '../../src/config/find-config.ts';
import { good, policyOf } from './read.ts';

const address = (text: string) => text as EmailAddress;
const only = (file: string) => {
  const [council] = policyOf(file).councils;
  if (council === undefined) throw new Error('no council');
  return council;
};

describe('the sample council', () => {
  const council = only(sampleConfig());

  it('goes by its first domain, and enforces every rule of the standard protocol', () => {
    expect(council.id).toBe('ashcombe-tc.example');
    expect(council.rules.size).toBe(31);
    expect(new Set([...council.rules.values()].map(({ mode }) => mode))).toEqual(new Set(['enforce']));
    expect(council.rules.has('working-hours')).toBe(false);
  });

  it('knows whose each address is', () => {
    const of = (text: string) => {
      const owner = council.addresses.get(address(text));
      return owner?.kind === 'person' ? owner.person.id : owner?.kind;
    };
    expect(of('mayor@ashcombe-tc.example')).toBe('ruth.amory');
    expect(of('jane.marsh@homemail.example')).toBe('jane.marsh');
    expect(of('planning-committee@ashcombe-tc.example')).toBe('list');
    expect(of('records@ashcombe-tc.example')).toBe('records');
    expect(of('resident@homemail.example')).toBeUndefined();
  });

  it('has the built-in protected list and its own entries', () => {
    expect(council.protected).toContainEqual({ kind: 'domain', value: 'police.uk' });
    expect(council.protected).toContainEqual({ kind: 'address', value: 'auditor@extaudit.example' });
  });

  it('puts all members and all officers on the lists that say so', () => {
    const on = (text: string) => council.lists.find((list) => list.address === text)?.people.length;
    expect(on('councillors@ashcombe-tc.example')).toBe(8);
    expect(on('staff@ashcombe-tc.example')).toBe(5);
  });
});

describe('a council that says everything', () => {
  const council = only(good('every-key'));

  it("lets a rule's own entry win over that for all", () => {
    expect(council.rules.get('blind-copies')).toEqual({
      mode: 'enforce',
      authority: { minute: '41', adopted: '2026-05-12', review: '2099-05-12' },
      parameters: { ask_first: true, blind_member_on_officers_mail: 'hold' },
    });
    expect(council.rules.get('need-to-know')?.mode).toBe('advise');
    expect(council.rules.get('site-visits')?.mode).toBe('off');
    expect(council.rules.get('working-hours')?.mode).toBe('monitor');
  });

  it("takes dates with and without quotes, and hours in the council's zone", () => {
    expect(council.elections).toEqual([
      { notice: '2027-03-22', pollingDay: '2027-05-06', wards: null },
      { notice: '2026-08-24', pollingDay: '2026-10-01', wards: ['north'] },
    ]);
    expect(council.people.get('eve.long' as PersonId)?.works).toEqual({
      days: ['tue'],
      from: '09:00',
      to: '12:00',
      zone: 'Europe/London',
    });
  });

  it('folds addresses and domains to lower case', () => {
    expect(council.domains).toEqual(['little.example', 'little-market.example']);
    expect(council.people.get('ann.clerk' as PersonId)?.email).toBe('clerk@little.example');
    expect(council.protected).toContainEqual({ kind: 'address', value: 'union.rep@officers.example' });
  });

  it('takes out of the protected list what a minute removed', () => {
    expect(council.protected).not.toContainEqual({ kind: 'domain', value: 'usdaw.org.uk' });
  });

  it('reads who stands for whom', () => {
    expect(council.absences).toEqual([
      { person: 'eve.long', from: null, to: null },
      { person: 'ann.clerk', from: '2026-12-20', to: null },
    ]);
    expect(council.consents).toEqual([
      { member: 'cat.finn', officer: null },
      { member: 'bob.mayor', officer: 'eve.long' },
    ]);
    expect(council.directContacts.map(({ holder, mayInstruct }) => [holder, mayInstruct])).toEqual([
      [{ kind: 'member', person: 'cat.finn' }, true],
      [{ kind: 'office', office: 'mayor' }, false],
    ]);
    expect(council.principalAuthorities[0]?.wardCouncillors.get('north' as WardId)).toEqual(['n@shire.example']);
  });
});

describe('a council that says only what it must', () => {
  it('runs every rule of its pack in monitor', () => {
    const council = only(good('own-pack'));
    expect(council.rules.size).toBe(council.protocol.rules.length);
    expect(new Set([...council.rules.values()].map(({ mode }) => mode))).toEqual(new Set(['monitor']));
    expect(council.rules.get('blind-copies')?.parameters).toEqual({ ask_first: true });
  });
});

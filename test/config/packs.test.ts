import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULE_IDS } from '../../rules/protocol.ts';
import { builtInTexts } from '../../src/config/load.ts';
import { packShelf } from '../../src/config/pack-shelf.ts';
import { good, policyOf } from './read.ts';

const shelf = packShelf(builtInTexts());
const pack = (name: string) => {
  const found = shelf.find(name, '/');
  if (found.kind !== 'pack') throw new Error(`${name}: ${JSON.stringify(found)}`);
  return found.protocol;
};

describe('the five protocols', () => {
  it.each([
    ['halstead', 24, 'Town Clerk', 'Chairman'],
    ['wonderland', 82, 'Town Clerk', 'Mayor'],
    ['ottery-st-mary', 21, 'Clerk', 'Chair'],
    ['halewood', 21, 'Town Manager', 'Chair'],
    ['knutsford', 49, 'Town Clerk', 'Town Mayor'],
  ])('%s has its clauses and post titles', (name, clauses, properOfficerTitle, chairTitle) => {
    expect(pack(name)).toMatchObject({ id: name, properOfficerTitle, chairTitle });
    expect(pack(name).clauses.length).toBe(clauses);
  });

  it.each(['halstead', 'wonderland', 'ottery-st-mary', 'halewood', 'knutsford'])(
    '%s enables the rules that its clauses list, and protected channels',
    (name) => {
      const listed = new Set(pack(name).clauses.flatMap(({ rules }) => rules));
      listed.delete('working-hours');
      listed.add('protected-channels');
      expect(new Set(pack(name).rules)).toEqual(listed);
    },
  );

  it('are not all alike', () => {
    expect(pack('halstead').rules).not.toContain('blind-copies');
    expect(pack('knutsford').parameters).toEqual({ 'blind-copies': { blind_member_on_officers_mail: 'hold' } });
    expect(pack('wonderland').parameters).toEqual({ 'blind-copies': { blind_member_on_officers_mail: 'open' } });
  });

  it('keep their clauses in the order of the protocol', () => {
    expect(
      pack('halstead')
        .clauses.map(({ number }) => number)
        .slice(-3),
    ).toEqual(['4.4', '5', 'fn1']);
  });
});

describe('standard', () => {
  const standard = pack('standard');

  it('enables every rule but working hours', () => {
    expect(standard.rules).toEqual(RULE_IDS.filter((rule) => rule !== 'working-hours'));
  });

  it('cites for each rule the first of Knutsford, Wonderland, Halstead, Halewood and Ottery that has a clause', () => {
    const cited = (rule: string) => [
      ...new Set(standard.clauses.filter(({ rules }) => rules.some((id) => id === rule)).map(({ source }) => source)),
    ];
    expect(cited('blind-copies')).toEqual(['knutsford']);
    expect(cited('capacity-statement')).toEqual(['wonderland']);
    expect(cited('inform-members')).toEqual(['wonderland']);
    for (const rule of RULE_IDS) expect([rule, cited(rule).length]).toEqual([rule, 1]);
  });
});

describe("a pack of a council's own", () => {
  it('draws on others only for what it has no clause for', () => {
    const [council] = policyOf(good('own-pack')).councils;
    const clauses = council?.protocol.clauses ?? [];
    const citing = (rule: string) =>
      clauses.filter(({ rules }) => rules.some((id) => id === rule)).map(({ source, number }) => `${source} ${number}`);
    expect(citing('blind-copies')).toEqual(['little-market 7']);
    expect(citing('site-visits')).toEqual(['wonderland 13.3a', 'wonderland 13.3d']);
    expect(clauses.map(({ number }) => number).slice(0, 2)).toEqual(['7', '3']);
  });

  it('is found from the file that names it', () => {
    expect(shelf.find('./none.yaml', join('/councils', 'council.yaml'))).toMatchObject({
      kind: 'unknown',
      remedy: expect.stringContaining('/councils/none.yaml'),
    });
  });
});

import { describe, expect, it } from 'vitest';
import { sampleCouncil } from '../../src/config/find-config.ts';
import { openVariants } from '../../src/config/variants.ts';

const opened = openVariants(sampleCouncil());
const variant = (settings: Readonly<Record<string, unknown>>, protocol: string | null = null) => {
  if (opened.kind === 'refused') throw new Error(JSON.stringify(opened.faults));
  return opened.variant({ file: '/cases/one.yaml', protocol, settings });
};
const council = (settings: Readonly<Record<string, unknown>>, protocol: string | null = null) => {
  const reading = variant(settings, protocol);
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.faults));
  return reading.council;
};

describe("settings laid over the council's file for one case", () => {
  it('replace lists and merge maps', () => {
    const changed = council({
      absences: ['moira.lang'],
      casework: ['jane.marsh@homemail.example'],
      wards: { north: { name: 'The North' } },
    });
    expect(changed.absences).toEqual([{ person: 'moira.lang', from: null, to: null }]);
    expect([...changed.wards.values()].map(({ name, streets }) => [name, streets.length])).toEqual([
      ['The North', 4],
      ['Quay Ward', 4],
      ['Castle Ward', 4],
      ['Mill Ward', 4],
    ]);
  });

  it('leave the council as it was for the next case', () => {
    council({ absences: ['moira.lang'] });
    expect(council({}).absences).toEqual([]);
  });

  it('are built once', () => {
    expect(council({ absences: ['devan.rao'] })).toBe(council({ absences: ['devan.rao'] }));
  });

  it('may bring another pack, whose rules all run as the council said', () => {
    const changed = council({}, 'halewood');
    expect(changed.protocol.properOfficerTitle).toBe('Town Manager');
    expect([...changed.rules.keys()]).toEqual(changed.protocol.rules);
    expect(council({ rules: { 'blind-copies': { mode: 'advise' } } }, 'halewood').rules.has('blind-copies')).toBe(
      false,
    );
  });

  it("are refused in the case's name, with all that is wrong", () => {
    const reading = variant({ absences: ['moira.lan'], protectd: [] }, 'halewod');
    expect(reading.kind === 'refused' && reading.faults.map(({ file, key, remedy }) => [file, key, remedy])).toEqual([
      ['/cases/one.yaml', 'protectd', 'did you mean `protected`?'],
      ['/cases/one.yaml', 'council.protocol', 'did you mean `halewood`?'],
      ['/cases/one.yaml', 'absences', 'did you mean `moira.lang`?'],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { readCaseFile, readEarlierFile } from '../../src/config/case-file.ts';

const least = 'about: A letter\nexpect: {outcome: deliver, rules: []}\n';

describe('a labelled case', () => {
  it('is read in full', () => {
    const text = `
about: An officer passes a member's enquiry on
protocol: knutsford
envelope: {from: '', to: [Jane.Marsh@ashcombe-tc.example]}
proven: false
at: 2026-11-23T10:15:00Z
history: [one.1.eml]
settings: {absences: [moira.lang]}
expect:
  outcome: hold
  rules: [blind-copies]
  recipients: {Tom.Hale@ashcombe-tc.example: hold}
  rewrites: [open-copies]
  notices: {ward-members: [tom.hale@ashcombe-tc.example], clerk: true, advise: true}
tolerate: [site-visits]
clause: "5.1"
`;
    expect(readCaseFile(text, '/cases/one.yaml')).toEqual({
      kind: 'read',
      case: {
        about: "An officer passes a member's enquiry on",
        protocol: 'knutsford',
        envelope: { from: '', to: ['jane.marsh@ashcombe-tc.example'] },
        proven: false,
        at: Date.UTC(2026, 10, 23, 10, 15),
        history: ['one.1.eml'],
        settings: { absences: ['moira.lang'] },
        expect: {
          outcome: 'hold',
          rules: ['blind-copies'],
          recipients: new Map([['tom.hale@ashcombe-tc.example', 'hold']]),
          rewrites: ['open-copies'],
          notices: { wardMembers: ['tom.hale@ashcombe-tc.example'], clerk: true, advise: true },
        },
        tolerate: ['site-visits'],
        clause: '5.1',
      },
    });
  });

  it('may leave out all but what it is about and what is expected', () => {
    const reading = readCaseFile(least, '/cases/one.yaml');
    expect(reading).toMatchObject({
      kind: 'read',
      case: {
        protocol: null,
        envelope: { from: null, to: null },
        proven: true,
        at: null,
        history: [],
        settings: {},
        tolerate: [],
        clause: null,
      },
    });
  });

  it('is refused with all that is wrong', () => {
    const text =
      'about: A letter\nproved: true\nat: yesterday\nexpect:\n  outcome: held\n  rules: [blind-copys]\n  recipients: {tom.hale: hold}\n';
    const reading = readCaseFile(text, '/cases/one.yaml');
    const faults = reading.kind === 'refused' ? reading.faults : [];
    expect(new Map(faults.map(({ line, remedy }) => [line, remedy]))).toEqual(
      new Map([
        [2, 'did you mean `proven`?'],
        [3, 'write it as `2026-11-23T10:15:00Z`'],
        [5, 'did you mean `hold`?'],
        [6, 'did you mean `blind-copies`?'],
        [7, 'write it as `name@domain`'],
      ]),
    );
  });

  it('has earlier letters that may say only how they came', () => {
    expect(readEarlierFile('envelope: {to: [a@b.example]}\n', '/cases/one.1.yaml')).toEqual({
      kind: 'read',
      earlier: { envelope: { from: null, to: ['a@b.example'] }, proven: true, at: null },
    });
  });
});

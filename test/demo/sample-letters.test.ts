import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cases } from '../../src/commands/cases.ts';
import { readCaseFile } from '../../src/config/case-file.ts';
import { readSamples, type SampleLetter, sampleFolder, writtenNow } from '../../src/demo/sample-letters.ts';

function samples(): readonly SampleLetter[] {
  const reading = readSamples(sampleFolder());
  if (reading.kind === 'refused') throw new Error(reading.faults.map(({ says }) => says).join('; '));
  return reading.letters;
}

describe('the sample letters', () => {
  it('become what is written beside them', async () => {
    const ran: string[] = [];
    const io = { out: (text: string) => ran.push(text), err: (text: string) => ran.push(text), cwd: '/', env: {} };
    await cases.run([sampleFolder()], io);
    expect(ran.join('')).toBe(`${samples().length} cases: ${samples().length} passed, 0 failed, 0 pending\n`);
  });

  it('have one for each thing that can become of a letter', () => {
    const outcomes = samples().map(({ name }) => {
      const file = join(sampleFolder(), `${name}.yaml`);
      const reading = readCaseFile(readFileSync(file, 'utf8'), file);
      return reading.kind === 'read' ? reading.case.expect.outcome : 'refused';
    });
    expect(new Set(outcomes)).toEqual(new Set(['deliver', 'rewrite', 'hold', 'return']));
    expect(outcomes.length).toBeGreaterThanOrEqual(8);
  });

  it('are letters as they come by SMTP, from and to addresses that cannot exist', () => {
    for (const { from, to, bytes } of samples()) {
      const text = bytes.toString('latin1');
      expect(text.replace(/\r\n/g, '')).not.toMatch(/[\r\n\x80-\xff]/);
      expect(text.match(/^(?:Message-ID|Date):/gm)).toHaveLength(2);
      expect([from, ...to].every((address) => address.endsWith('.example'))).toBe(true);
      expect(to.length).toBeGreaterThan(0);
      const domains = [...text.matchAll(/@([a-z0-9.-]+)/gi)].map(([, domain]) => domain);
      expect(domains.every((domain) => domain?.endsWith('.example'))).toBe(true);
    }
  });

  it('are sent under a name and a date of their own', () => {
    const [letter] = samples();
    if (letter === undefined) throw new Error('there is none');
    const now = writtenNow(letter, 'fresh@ashcombe-tc.example', Date.UTC(2027, 0, 4, 9));
    const text = now.bytes.toString('latin1');
    expect(text).toContain('\r\nMessage-ID: <fresh@ashcombe-tc.example>\r\n');
    expect(text).toContain('\r\nDate: Mon, 04 Jan 2027 09:00:00 +0000\r\n');
    expect(text.split('\r\n\r\n').slice(1)).toEqual(letter.bytes.toString('latin1').split('\r\n\r\n').slice(1));
  });
});

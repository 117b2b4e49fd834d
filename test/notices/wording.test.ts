import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../src/notices/wording/en.ts';
import { voice } from '../../src/notices/wording.ts';

const FOLDER = join(import.meta.dirname, '../../src/notices');
const source = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(FOLDER, name), 'utf8'))
  .join('\n');

describe('the catalogue of wording', () => {
  it('has no sentence that nothing says', () => {
    const unused = Object.keys(en)
      .map((key) => key.replace(/\.(one|other)$/, ''))
      .filter((key) => !source.includes(`'${key}'`) && !said(key));
    expect([...new Set(unused)]).toEqual([]);
  });

  it('has both numbers of what is counted', () => {
    const keys = new Set(Object.keys(en));
    for (const key of keys) {
      const twin = key.replace(/\.(one|other)$/, (form) => (form === '.one' ? '.other' : '.one'));
      expect(keys).toContain(twin);
    }
  });

  it('is plain ASCII without jargon or blame', () => {
    for (const words of Object.values(en)) {
      expect(words).toMatch(/^[\x20-\x7e]+$/);
      expect(words).not.toMatch(
        /\b(?:SMTP|DSN|MIME|envelope|policy violation|illegal|offence|prohibited|breach|you failed)\b/i,
      );
    }
  });

  it('keeps sentences short enough to read aloud', () => {
    for (const words of Object.values(en)) {
      for (const sentence of words.split(/(?<=[.:?]) /)) expect(sentence.split(' ').length).toBeLessThanOrEqual(25);
    }
  });
});

describe('a voice', () => {
  const speaking = voice('en');

  it('tells a moment in the time of the council', () => {
    expect(speaking.when(Date.UTC(2026, 6, 1, 9, 5), 'Europe/London')).toBe('Wednesday 1 July 2026 at 10:05');
  });

  it('does not fill in what a value brings with it', () => {
    expect(speaking.say('subject.held.all', { subject: '{count} {subject}' })).toBe('Held: {count} {subject}');
  });
});

/** Keys that are put together from a rule, an act or a status. */
function said(key: string): boolean {
  return /^(?:why\.(?:[a-z]+-[a-z]+|any|unreadable)\.|lead\.(?:release|return|forward)|report\.(?:subject|lead|hint)\.)/.test(
    key,
  );
}

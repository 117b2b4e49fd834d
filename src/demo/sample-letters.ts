/** The letters of `samples/letters`: read with what stands beside them, and made new for each demonstration. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EmailAddress } from '../../rules/address.ts';
import { readCaseFile } from '../config/case-file.ts';
import type { Fault } from '../config/fault.ts';
import { packageRoot } from '../config/package-root.ts';

export type SampleLetter = {
  readonly name: string;
  /** One sentence: who does what, and what the gateway makes of it. */
  readonly about: string;
  readonly from: string;
  readonly to: readonly EmailAddress[];
  readonly bytes: Buffer;
};

export type SamplesReading =
  | { readonly kind: 'read'; readonly letters: readonly SampleLetter[] }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

export function sampleFolder(): string {
  return join(packageRoot(), 'samples', 'letters');
}

/** In the order of their names. Every sample says in its envelope from whom it comes and to whom it goes. */
export function readSamples(folder: string): SamplesReading {
  const letters: SampleLetter[] = [];
  for (const file of readdirSync(folder)
    .filter((file) => file.endsWith('.eml'))
    .sort()) {
    const name = basename(file, '.eml');
    const beside = join(folder, `${name}.yaml`);
    const reading = readCaseFile(readFileSync(beside, 'utf8'), beside);
    if (reading.kind === 'refused') return reading;
    const { about, envelope } = reading.case;
    letters.push({
      name,
      about,
      from: envelope.from ?? '',
      to: envelope.to ?? [],
      bytes: readFileSync(join(folder, file)),
    });
  }
  return { kind: 'read', letters };
}

/**
 * The letter as if written now: a Message-ID of its own, so that two demonstrations are not one correspondence, and
 * the date of today. `messageId` without angle brackets; `at` in milliseconds since 1970.
 */
export function writtenNow(letter: SampleLetter, messageId: string, at: number): SampleLetter {
  const text = letter.bytes.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const header = text
    .slice(0, end)
    .replace(/^Message-ID:.*$/im, `Message-ID: <${messageId}>`)
    .replace(/^Date:.*$/im, `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`);
  return { ...letter, bytes: Buffer.from(header + text.slice(end), 'latin1') };
}

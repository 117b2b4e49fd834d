/**
 * Where our reading of the corpus differs from what another parser expects of it, and why ours is right: the table
 * `differences.yaml`. A difference without a row fails, and so does a row without its difference.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const TABLE = z.record(
  z.enum(['mime4j', 'stalwart']),
  z.array(z.strictObject({ file: z.string(), differs: z.array(z.string()).min(1), why: z.string().min(20) })),
);

/** `file: what` of each row of one parser. */
export function explained(parser: 'mime4j' | 'stalwart'): readonly string[] {
  const table = TABLE.parse(parse(readFileSync(new URL('differences.yaml', import.meta.url), 'utf8')));
  return table[parser].flatMap(({ file, differs }) => differs.map((what) => `${file}: ${what}`)).sort();
}

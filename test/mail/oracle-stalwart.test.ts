/** The structure of each message of Stalwart's parser's test suite, byte for byte, against the parse that is expected there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scanHeader } from '../../src/mail/header/headers.ts';
import { readPartText } from '../../src/mail/parts/part-text.ts';
import { explained } from './explained-differences.ts';
import { decoded, type Node, treeOf } from './mime-tree.ts';

const folder = join(resolve(process.env.POSTROOM_SHARED ?? '../shared'), 'corpus/parsers/stalwart');

const MESSAGE = z.object({
  get parts() {
    return z.array(PART);
  },
});
const BODY = z.union([
  z.object({ Text: z.string() }),
  z.object({ Html: z.string() }),
  z.object({ Binary: z.array(z.number()) }),
  z.object({ InlineBinary: z.array(z.number()) }),
  z.object({ Multipart: z.array(z.number()) }),
  z.object({ Message: MESSAGE }),
]);
const PART = z.object({
  headers: z.array(z.object({ offset_field: z.number(), offset_end: z.number() })),
  body: BODY,
  offset_header: z.number(),
  offset_body: z.number(),
  offset_end: z.number(),
});
type Part = z.infer<typeof PART>;

/** What of one part is otherwise than Stalwart says. `shift`: where its message begins in the bytes it counts in. */
async function differences(
  ours: Node,
  parts: readonly Part[],
  part: Part,
  at: string,
  shift: number,
): Promise<readonly string[]> {
  const { from, to } = ours.part.header;
  const fields = scanHeader(ours.bytes.subarray(0, to), from).fields.map((field) => [field.from, field.to]);
  const theirs = part.headers.map((field) => [field.offset_field - shift, field.offset_end - shift]);
  const place = [part.offset_header - shift, part.offset_body - shift, part.offset_end - shift];
  return [
    ...(JSON.stringify(fields) === JSON.stringify(theirs) ? [] : [`${at} fields`]),
    ...(JSON.stringify([from, ours.part.body.from, ours.part.body.to]) === JSON.stringify(place)
      ? []
      : [`${at} place`]),
    ...(await bodyDifferences(ours, parts, part, at, shift)),
  ];
}

async function bodyDifferences(
  ours: Node,
  parts: readonly Part[],
  { body, offset_body }: Part,
  at: string,
  shift: number,
) {
  const kind = 'Multipart' in body ? 'multipart' : 'Message' in body ? 'letter' : 'leaf';
  if (kind !== ours.kind) return [`${at} ${ours.kind}, not ${kind}`];
  if ('Message' in body) {
    const [inner, root] = [ours.parts[0], body.Message.parts[0]];
    // A letter that is not encoded is counted from the outer letter's first byte.
    const start = root?.offset_header === offset_body ? offset_body : 0;
    return inner && root ? differences(inner, body.Message.parts, root, `${at}/`, start) : [];
  }
  if ('Multipart' in body) return partDifferences(ours, parts, body.Multipart, at, shift);
  if ('Text' in body || 'Html' in body) {
    const { text } = await readPartText(ours.bytes, ours.part);
    const expected = 'Text' in body ? body.Text : body.Html;
    return lf(text) === lf(expected) ? [] : [`${at} text`];
  }
  const expected = Buffer.from('Binary' in body ? body.Binary : body.InlineBinary);
  return decoded(ours).equals(expected) ? [] : [`${at} content`];
}

async function partDifferences(
  ours: Node,
  parts: readonly Part[],
  inner: readonly number[],
  at: string,
  shift: number,
) {
  if (inner.length !== ours.parts.length) return [`${at} ${ours.parts.length} parts, not ${inner.length}`];
  const found = ours.parts.map((part, n) =>
    differences(part, parts, parts[inner[n] ?? 0] as Part, `${at}.${n + 1}`, shift),
  );
  return (await Promise.all(found)).flat();
}

function lf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

describe.skipIf(!existsSync(folder))('what Stalwart expects of its messages', () => {
  it('is what we read, with either line end, but for the differences that the table explains', async () => {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eml'));
    const found: string[] = [];
    for (const name of names) {
      // The expected places count line ends of one kind, where some of the files have both.
      const plain = readFileSync(join(folder, name), 'latin1').replaceAll('\r\n', '\n');
      const ways = { '.json': plain, '.crlf.json': plain.replaceAll('\n', '\r\n') };
      for (const [ending, text] of Object.entries(ways)) {
        const source = Buffer.from(text, 'latin1');
        const { parts } = MESSAGE.parse(JSON.parse(readFileSync(join(folder, name.replace('.eml', ending)), 'utf8')));
        const what = parts[0] ? await differences(treeOf(source), parts, parts[0], 'letter', 0) : [];
        found.push(...what.map((each) => `${name}${ending === '.json' ? '' : ' in CRLF'}: ${each}`));
      }
    }
    expect(names.length).toBe(30);
    expect(found.sort()).toEqual(explained('stalwart'));
  });
});

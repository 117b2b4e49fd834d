/** Facts about the forwards and answers of the shared corpus, by file; nothing of their text. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownWords } from '../../rules/own-words.ts';
import { readNow } from '../../src/mail/reading/read-now.ts';
import { ROOT } from '../source-tree.ts';
import { envelopeTo } from './envelope.ts';
import { crlf } from './letter-file.ts';

const FOLDER = join(ROOT, process.env.POSTROOM_SHARED ?? '../shared', 'corpus/forwards');
const THERE = existsSync(FOLDER);
if (!THERE) console.warn(`${FOLDER} is absent: its forwards are not read`);

const JOHN = 'John Doe <john.doe@acme.com>';
const SUBJECT = 'Integer consequat non purus';
/** Lines of the author's own before the forward. */
const TWO = 2;

/** File, the author and the subject of the latest letter inside, own lines, and how many letters stand in it. */
type Row = readonly [file: string, author: string, subject: string | null, own: number, letters: number];

const FORWARDS: readonly Row[] = [
  ['apple_mail_en_body', JOHN, SUBJECT, 0, 1],
  ['apple_mail_en_body_variant_1', JOHN, SUBJECT, 0, 1],
  ['apple_mail_en_body_variant_13', JOHN, SUBJECT, TWO, 2],
  ['apple_mail_en_body_variant_2', JOHN, SUBJECT, TWO, 1],
  ['apple_mail_en_body_variant_3', JOHN, SUBJECT, 0, 1],
  ['apple_mail_en_body_variant_4', JOHN, null, 1, 1],
  ['apple_mail_en_body_variant_5', ' <john.doe@acme.com>', SUBJECT, 0, 1],
  ['apple_mail_en_body_variant_6', JOHN, SUBJECT, 0, 1],
  ['apple_mail_en_body_variant_7', JOHN, SUBJECT, 0, 1],
  ['gmail_en_body', JOHN, SUBJECT, 0, 1],
  ['gmail_en_body_variant_1', JOHN, SUBJECT, 0, 1],
  ['gmail_en_body_variant_14', JOHN, SUBJECT, TWO, 11],
  ['gmail_en_body_variant_15', JOHN, SUBJECT, TWO, 3],
  ['gmail_en_body_variant_2', JOHN, SUBJECT, TWO, 1],
  ['gmail_en_body_variant_3', JOHN, SUBJECT, 0, 1],
  ['gmail_en_body_variant_4', JOHN, null, 1, 1],
  ['new_outlook_2019_en_body', JOHN, SUBJECT, 0, 1],
  ['new_outlook_2019_en_body_variant_1', JOHN, SUBJECT, 0, 1],
  ['new_outlook_2019_en_body_variant_14', JOHN, SUBJECT, TWO, 11],
  ['new_outlook_2019_en_body_variant_14_1', JOHN, SUBJECT, TWO, 11],
  ['new_outlook_2019_en_body_variant_15', JOHN, SUBJECT, TWO, 3],
  ['new_outlook_2019_en_body_variant_2', JOHN, SUBJECT, TWO, 1],
  ['new_outlook_2019_en_body_variant_3', JOHN, SUBJECT, 0, 1],
  ['new_outlook_2019_en_body_variant_4', JOHN, SUBJECT, 1, 1],
  ['outlook_2013_en_body', JOHN, SUBJECT, 0, 1],
  ['outlook_2019_en_body', JOHN, null, 0, 1],
  ['outlook_2019_en_body_variant_2', JOHN, null, TWO, 1],
  ['outlook_2019_en_body_variant_4', JOHN, null, 1, 1],
  ['outlook_live_body', JOHN, SUBJECT, 0, 1],
  ['outlook_live_en_body_variant_1', JOHN, SUBJECT, 0, 1],
  // Sent by John Doe on behalf of the author.
  ['outlook_live_en_body_variant_10', ' <ticketing@acme.com>', SUBJECT, TWO, 1],
  // `John, Doe`: the surname first.
  ['outlook_live_en_body_variant_11', 'Doe John <john.doe@acme.com>', SUBJECT, 0, 1],
  ['outlook_live_en_body_variant_14', JOHN, SUBJECT, TWO, 11],
  ['outlook_live_en_body_variant_15', JOHN, SUBJECT, TWO, 3],
  ['outlook_live_en_body_variant_2', JOHN, SUBJECT, TWO, 1],
  ['outlook_live_en_body_variant_3', JOHN, SUBJECT, 0, 1],
  ['outlook_live_en_body_variant_4', JOHN, SUBJECT, 1, 1],
  ['outlook_live_en_body_variant_8', JOHN, SUBJECT, TWO, 1],
  ['outlook_live_en_body_variant_9', ' <ticketing@acme.com>', SUBJECT, TWO, 1],
];

async function seen(bytes: Buffer) {
  const letter = await readNow(bytes, envelopeTo('b@x.example'));
  if (letter.body.kind !== 'read') throw new Error(letter.body.why);
  const own = ownWords(letter).filter(({ part }) => part !== 'subject');
  const latest = letter.body.quotations.find(({ depth }) => depth === 1);
  return {
    author: latest?.author ? `${latest.author.name} <${latest.author.address}>` : null,
    subject: latest?.subject ?? null,
    own: own.flatMap(({ text }) => text.split('\n')).filter((line) => line.trim() !== ''),
    letters: letter.body.quotations.length,
  };
}

function wrapped(type: 'plain' | 'html', body: string): Buffer {
  const head = `From: Bessie Berry <bessie.berry@acme.com>\nTo: suzanne@globex.corp\nSubject: Fwd: ${SUBJECT}\nMIME-Version: 1.0\nContent-Type: text/${type}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n`;
  return Buffer.from(crlf(head + body));
}

describe.skipIf(!THERE)('a forward of the corpus', () => {
  it.each(FORWARDS)('%s: its author and subject are found', async (file, author, subject, own, letters) => {
    const found = await seen(wrapped('plain', readFileSync(join(FOLDER, 'crisp', `${file}.txt`), 'utf8')));
    expect({ ...found, own: found.own.length }).toEqual({ author, subject, own, letters });
  });
});

describe.skipIf(!THERE)('an answer of the corpus', () => {
  it.each([
    ['html_replies/gmail.html', 'Alexander L <a@example.com>', null, ['Hi. I am fine.']],
    ['html_replies/hotmail.html', ' <abc@example.com>', 'Test message', ['Hi. I am fine.']],
    // `Foo on behalf of baz@bar.com`.
    ['html_replies/ms_outlook_2010.html', ' <baz@bar.com>', 'Conversation', ['Hi. I am fine.']],
    ['html_replies/thunderbird.html', 'Alexander L <null>', null, ['Hi. I am fine.']],
    ['standard_replies/gmail.eml', 'Megan One <xxx@gmail.com>', null, ['Hello', 'Hello']],
    ['standard_replies/hotmail.eml', ' <bob@xxx.mailgun.org>', 'Test', ['Hello', 'Hello']],
    ['standard_replies/iphone.eml', 'bob <bob@example.com>', null, ['Hello']],
    ['standard_replies/thunderbird.eml', 'Megan One <null>', null, ['Hello']],
  ])('%s: its own words are told from the quotation', async (file, author, subject, own) => {
    const text = readFileSync(join(FOLDER, 'talon', file), 'utf8');
    const found = await seen(file.endsWith('.eml') ? Buffer.from(crlf(text)) : wrapped('html', text));
    expect({ ...found, letters: 1 }).toEqual({ author, subject, own, letters: 1 });
  });

  it('of Outlook begins with its first line alone', async () => {
    const found = await seen(readFileSync(join(FOLDER, 'talon/standard_replies/outlook.eml')));
    expect(found).toMatchObject({ author: ' <xxx@xxx.mailgun.org>', own: ['Hello', expect.stringMatching(/^Allo/)] });
  });

  it('whose two quotations share a block ends above both', async () => {
    const found = await seen(readFileSync(join(FOLDER, 'talon/reply-quotations-share-block.eml')));
    expect(found).toMatchObject({ author: ' <xxx@example.com>' });
    expect(found.own.map((line) => /^Hi /.test(line))).toEqual([true, true]);
  });
});

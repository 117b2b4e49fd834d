import { describe, expect, it } from 'vitest';
import { authorNotice } from '../../src/notices/author-notice.ts';
import { expectFile, expectGolden } from './golden.ts';
import { at, copy, finding, heldForAuthor, notice } from './letters.ts';
import { partOf, readMessage, unfolded } from './read-message.ts';
import { variants } from './variants.ts';

describe('what the author is told', () => {
  for (const [name, variant] of Object.entries(variants)) {
    it(name, async () => expectGolden(name, await authorNotice(variant)));
  }

  it('says the same in HTML', async () => {
    const bytes = await authorNotice(variants['many-copies'] ?? notice({}));
    expectFile('many-copies.html', partOf(readMessage(bytes), 'text/html'));
  });
});

describe('a notice', () => {
  it('is the same bytes however often it is written', async () => {
    for (const variant of Object.values(variants)) {
      expect((await authorNotice(variant)).equals(await authorNotice(variant))).toBe(true);
    }
  });

  it('stands under the letter it is about', async () => {
    const bytes = await authorNotice(notice({}));
    expect(unfolded(bytes, 'in-reply-to')).toBe('<fence-1@ashcombe-tc.example>');
    expect(unfolded(bytes, 'references')).toBe('<fence-0@ashcombe-tc.example> <fence-1@ashcombe-tc.example>');
    expect(unfolded(bytes, 'message-id')).toBe('<01KAKZ0000000000000000000N@post.ashcombe-tc.example>');
  });

  it('asks robots not to answer it', async () => {
    const bytes = await authorNotice(notice({}));
    expect(unfolded(bytes, 'auto-submitted')).toBe('auto-generated');
    expect(unfolded(bytes, 'x-auto-response-suppress')).toBe('All');
    expect(unfolded(bytes, 'x-postroom-notice')).toBe('author; letter=01KAKYZZZZ0000000000000000');
    expect(unfolded(bytes, 'date')).toBe('Mon, 23 Nov 2026 10:15:30 +0000');
  });

  it('can be read as it is on the wire', async () => {
    for (const variant of Object.values(variants)) {
      const [text] = readMessage(await authorNotice(variant)).parts;
      expect(text?.header.get('content-transfer-encoding')).toBe('7bit');
    }
  });

  it('leaves out a Message-ID that would break its header', async () => {
    const { letter } = notice({});
    const bytes = await authorNotice(
      notice({ letter: { ...letter, messageId: 'a@b>\r\nBcc: x@y', references: ['c@d', 'e f@g'] } }),
    );
    expect(readMessage(bytes).header.has('in-reply-to')).toBe(false);
    expect(unfolded(bytes, 'references')).toBe('<c@d>');
  });

  it('says nothing of what was only recorded', async () => {
    const text = partOf(
      readMessage(await authorNotice(notice({ findings: [finding({ mode: 'monitor' })] }))),
      'text/plain',
    );
    expect(text).not.toContain('12.1');
  });

  it('does not send the Clerk to the Clerk', async () => {
    const resident = 'gwen.attwell@postbox.example';
    const bytes = await authorNotice(
      notice({
        to: { name: 'Moira Lang', address: at('clerk@ashcombe-tc.example') },
        copies: [copy('jane.marsh@ashcombe-tc.example'), copy(resident, heldForAuthor)],
        findings: [finding({ effects: [{ kind: 'hold', copy: at(resident), for: 'author' }] })],
      }),
    );
    expect(partOf(readMessage(bytes), 'text/plain')).not.toContain('Ask Moira Lang');
  });

  it('counts the many to whom a letter simply went, and names each that is held', async () => {
    const many = Array.from({ length: 60 }, (_, n) => copy(`resident${n}@postbox.example`));
    const held = copy('gwen.attwell@postbox.example', heldForAuthor);
    const text = partOf(readMessage(await authorNotice(notice({ copies: [...many, held] }))), 'text/plain');
    expect(text).toContain('resident0@postbox.example');
    expect(text).not.toContain('resident59@');
    expect(text).toContain('40 more people\n    Sent.');
    expect(text).toContain('gwen.attwell@postbox.example\n    Held for you.');
  });
});

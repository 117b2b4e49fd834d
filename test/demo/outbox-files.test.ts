import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { follow, type Trail } from '../../src/demo/follow.ts';
import { watchOutbox } from '../../src/demo/outbox-files.ts';
import { at, id } from '../notices/letters.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postroom-outbox-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function keep(name: string, to: string, header: string): void {
  writeFileSync(join(folder, `${name}.eml`), `${header}\r\n\r\nIn-Reply-To: <other@x>\r\n`);
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ from: '', to: [to] }));
}

const trail: Trail = {
  id: id('01KAKYZZZZ0000000000000000'),
  messageId: 'demo@x',
  protected: [at('auditor@extaudit.example')],
  others: [],
};

describe('the outbox', () => {
  it('shows what came since, about one letter, and which of it is a notice', async () => {
    keep('old', 'a@x.example', 'Message-ID: <demo@x>');
    const outbox = await watchOutbox(folder);
    keep('copy', 'B@x.example', 'Message-ID: <demo@x>');
    keep('other', 'c@x.example', 'Message-ID: <other@x>');
    keep('notice', 'd@x.example', 'In-Reply-To: <demo@x>\r\nX-Postroom-Notice: author; letter=x');
    const found = (await outbox.about('demo@x')).map(({ to, ours }) => ({ to, ours }));
    expect(found).toEqual(
      expect.arrayContaining([
        { to: ['b@x.example'], ours: false },
        { to: ['d@x.example'], ours: true },
      ]),
    );
    expect(found).toHaveLength(2);
  });

  it('is where a protected copy is seen to arrive, without asking the register', async () => {
    const outbox = await watchOutbox(folder);
    const register = { letter: () => Promise.reject(new Error('it must not be asked')) };
    const pause = async () => keep('copy', 'auditor@extaudit.example', 'Message-ID: <demo@x>');
    const followed = await follow(trail, { register, outbox, looks: 3, pause });
    expect(followed).toMatchObject({ record: null, atRest: true, kept: [{ to: ['auditor@extaudit.example'] }] });
  });

  it('is not waited for without end', async () => {
    const lookout = { register: { letter: async () => null }, outbox: await watchOutbox(folder), looks: 3 };
    let pauses = 0;
    const pause = async () => {
      pauses += 1;
    };
    expect((await follow(trail, { ...lookout, pause })).atRest).toBe(false);
    expect(pauses).toBe(2);
  });
});

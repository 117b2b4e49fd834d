import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../queue/register/database.ts';
import { migrate } from '../../../queue/register/migrate.ts';
import { openRegister, type Register } from '../../../queue/register/register.ts';
import { newLetterId } from '../../../queue/spool/letter-id.ts';
import { type ThrowAwayStore, throwAwayPostgres } from '../../throw-away-stores.ts';
import { ASHCOMBE, claimed, copy, decision, PLAIN, START } from './letters.ts';

let postgres: ThrowAwayStore;
let register: Register;

beforeAll(async () => {
  postgres = await throwAwayPostgres();
  await migrate(postgres.url);
  register = openRegister(postgres.url);
});
afterAll(async () => {
  await register.close();
  await postgres.end();
});

const SECRET = /example\.(org|gov)|worried|whistle|bench|5ec7e7/;
const whistle = decision({
  protected: true,
  sibling: { key: 'whistle', handedIn: 'whistle', copies: [] },
  subject: 'whistle',
  sha256: '5ec7e7'.repeat(10),
  renderings: [{ ...PLAIN, sha256: '' }],
  envelopeFrom: 'worried@ashcombe.example.org',
  author: 'worried@ashcombe.example.org',
  copies: [
    copy(0, {
      address: 'a1b2c3',
      transaction: {
        route: 'police.example.gov',
        mailFrom: 'worried@x.example.org',
        notify: [],
        orcpt: 'rfc822;tip@police.example.gov',
      },
    }),
  ],
});

test('a letter to a protected address is delivered and is nowhere', async () => {
  await register.recordDecision(whistle);
  expect(await register.letter(whistle.id)).toBeNull();
  expect((await register.held()).filter((one) => one.id === whistle.id)).toEqual([]);
  expect(await register.carried(ASHCOMBE, ['bench@ashcombe.example'])).toEqual([]);
  expect(await register.looked({ letter: whistle.id, actor: 'jane', at: 0, text: false, reason: null })).toBe(false);
  const act = { letter: whistle.id, copies: [0], kind: 'return', actor: 'jane', reason: 'x', effects: [] } as const;
  expect(await register.act(act, Date.now())).toMatchObject({
    kind: 'refused',
    why: `there is no letter \`${whistle.id}\``,
  });

  const attempt = await claimed(register, whistle.id);
  expect(attempt).toMatchObject({ protected: true, terms: null, copies: [{ n: 0, address: 'a1b2c3' }] });
  await register.dotMayGo(whistle.id, 1, 1, 'worker-1');
  const results = [{ n: 0, kind: 'delivered', reply: '250 2.1.5 tip@police.example.gov ok' }] as const;
  const result = { letter: whistle.id, group: 1, attempt: 1, owner: 'worker-1', results, effects: [], now: Date.now() };
  expect(await register.recordResult(result)).toEqual({ settled: true });
  // Its bytes may go at once, however long others' are kept.
  expect(await register.settledForPurge(Date.now(), { delivered: 9e9, ended: 9e9 })).toContain(whistle.id);
});

test('a report of its failure keeps which copy and the codes, and no word of the next hop', async () => {
  const failing = { ...whistle, id: newLetterId(START) };
  const late = { ...whistle, id: newLetterId(START) };
  for (const one of [failing, late]) await register.recordDecision(one, 'worker-1');
  const reply = '550 5.1.1 no tip@police.example.gov here';
  const said = { n: 0, fate: { kind: 'refused', reply, address: 'tip@police.example.gov' } };
  const effects = [{ key: 'report:1:1:0', kind: 'report', payload: { copies: [said], to: 'worried' } }] as const;
  const attempt = { group: 1, attempt: 1, owner: 'worker-1', effects, now: Date.now() };
  const failed = { n: 0, kind: 'failed', reply, report: true } as const;
  await register.recordResult({ ...attempt, letter: failing.id, results: [failed] });
  await register.abandoned({ alive: [], openedBefore: 0, now: Date.now() });
  const delivered = { n: 0, kind: 'delivered', reply: '250 tip@police.example.gov' } as const;
  expect(await register.recordResult({ ...attempt, letter: late.id, results: [delivered] })).toEqual({
    settled: false,
  });
  for (const { id } of [failing, late]) {
    expect((await register.effectsOf(id)).map((one) => one.payload)).toEqual([
      { copies: [{ n: 0, fate: { kind: 'refused', reply: '550 5.1.1' } }] },
    ]);
  }
});

test('no row of it, in any table, says who or what', async () => {
  const database = openDatabase(postgres.url);
  const tables = ['letters', 'copies', 'groups', 'renderings', 'effects', 'events', 'carried', 'siblings', 'told'];
  for (const table of tables) {
    const rows = await database.query({ name: `all ${table}`, text: `select * from ${table}` }, []);
    expect(JSON.stringify(rows), table).not.toMatch(SECRET);
  }
  await database.close();
});

/** From a judgement that adds somebody to the copies and the bytes that the register is given. */
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import type { EmailAddress } from '../../rules/address.ts';
import type { CopyJudgement, CopyOutcome, Judgement, Rewrite } from '../../rules/judgement.ts';
import { decideJudged } from '../../src/examine/decide-judged.ts';
import type { Gateway } from '../../src/gateway.ts';
import { additionsTo } from '../../src/mail/insertion/additions.ts';
import { openRendering } from '../../src/mail/outgoing/render.ts';
import { readNow } from '../../src/mail/reading/read-now.ts';
import { envelopeTo } from '../mail/envelope.ts';
import { crlf, letterFile } from '../mail/letter-file.ts';
import { ashcombe, at } from '../rules/ashcombe.ts';

const CAME = crlf(
  'From: tom@ashcombe.example\nTo: sue@x.example\nCc: bob@x.example\nSubject: Fence\nMessage-ID: <a@ashcombe.example>\n\nThe fence is down.\n\nTom\n',
);
const [sue, bob, clerk] = [at('sue@x.example'), at('bob@x.example'), at('clerk')];
const addsClerk: Rewrite = { kind: 'copy-clerk', add: [{ name: 'Moira Lang', address: clerk }] };
const opensClerk: Rewrite = { kind: 'open-copies', add: [{ name: 'Moira Lang', address: clerk }] };
const opensBob: Rewrite = { kind: 'open-copies', add: [{ name: 'Bob', address: bob }] };
const statement: Rewrite = { kind: 'capacity-statement', statement: 'I speak for myself.' };
const label: Rewrite = {
  kind: 'confidential-label',
  tag: '[C]',
  sensitivity: 'Private',
  banner: 'Not to be passed on.',
};

async function decided(rewrites: readonly Rewrite[], outcome: CopyOutcome = { kind: 'deliver' }) {
  const path = letterFile(CAME);
  const envelope = { ...envelopeTo(sue, bob), mailFrom: 'tom@ashcombe.example' };
  const letter = await readNow(path, envelope);
  const copy = (to: EmailAddress): CopyJudgement => ({ to, outcome, rules: ['media-contact'], rewrites });
  const judgement: Judgement = {
    outcome: 'rewrite',
    copies: [copy(sue), copy(bob)],
    added: [copy(clerk)],
    findings: [],
    rewrites: [],
    notices: [],
    tried: [],
  };
  const found = additionsTo(Buffer.from(CAME), { banner: 'Not to be passed on.', statement: 'I speak for myself.' });
  const words = found.kind === 'edits' ? found.edits : [];
  const gateway = {
    settings: { hostname: 'post.example', deliver: { routes: new Map() } },
    spool: { messagePath: () => path },
    secret: { mark: () => '', verifies: () => false },
  } as unknown as Gateway;
  const decision = await decideJudged(
    { envelope, letter, council: ashcombe(), policyVersion: 1, judgement, words },
    gateway,
  );
  const bytes = async (n: number) => {
    const rendering = decision.renderings[decision.copies[n]?.rendering ?? -1];
    if (rendering === undefined) throw new Error(`copy ${n} has no bytes`);
    return (await buffer(openRendering(path, rendering))).toString().replace(/^[\s\S]*?\+0000\r\n/, '');
  };
  return { decision, bytes };
}

it('shows the Clerk under Cc in every copy, and sends the Clerk one', async () => {
  const { decision, bytes } = await decided([addsClerk]);
  expect(decision.copies.map(({ n, address, state, rules }) => [n, address, state, rules])).toEqual([
    [0, sue, 'ready', ['media-contact']],
    [1, bob, 'ready', ['media-contact']],
    [2, clerk, 'ready', ['media-contact']],
  ]);
  expect(decision.renderings).toHaveLength(1);
  expect(await bytes(2)).toBe(
    CAME.replace('Cc: bob@x.example', 'Cc: bob@x.example,\r\n Moira Lang <clerk@ashcombe.example>'),
  );
});

it('shows nobody twice, whichever rules ask for it and whoever is shown already', async () => {
  const { bytes } = await decided([opensBob, opensClerk, addsClerk]);
  expect((await bytes(0)).match(/clerk@ashcombe\.example/g)).toHaveLength(1);
  expect((await bytes(0)).match(/bob@x\.example/g)).toHaveLength(1);
});

it('makes every change once, in whatever order rules asked', async () => {
  const [one, other] = [await decided([addsClerk, label, statement]), await decided([statement, label, addsClerk])];
  const expected = crlf(
    'From: tom@ashcombe.example\nTo: sue@x.example\nCc: bob@x.example,\n Moira Lang <clerk@ashcombe.example>\nSubject: [C] Fence\nSensitivity: Private\nMessage-ID: <a@ashcombe.example>\n\nNot to be passed on.\n\nThe fence is down.\n\nTom\n\nI speak for myself.\n',
  );
  expect(await one.bytes(0)).toBe(expected);
  expect(await other.bytes(2)).toBe(expected);
});

it('adds no words where the header alone is changed', async () => {
  const { bytes } = await decided([addsClerk, { ...label, banner: '' }]);
  expect(await bytes(1)).toContain('Subject: [C] Fence');
  expect(await bytes(1)).toContain('\r\n\r\nThe fence is down.\r\n\r\nTom\r\n');
});

it('keeps the Clerk’s copy back with a letter that waits', async () => {
  const { decision } = await decided([addsClerk], { kind: 'hold', for: 'author' });
  expect(decision.copies.map(({ state, heldFor }) => [state, heldFor])).toEqual(Array(3).fill(['held', 'author']));
});

import { generateKeyPairSync } from 'node:crypto';
import { sealMessage } from 'mailauth/lib/arc/index.js';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { describe, expect, it } from 'vitest';
import { type DnsResolver, isAligned } from '../../src/mail/proof/dkim-signature.ts';
import { proveInbound } from '../../src/mail/proof/proof.ts';
import { crlf, letterFile } from './letter-file.ts';

const council = { domains: ['council.example'] };
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const resolver: DnsResolver = async () => [[record]];
const letter = crlf(
  'From: Jane <jane@council.example>\nTo: clerk@council.example\nSubject: Bins\nDate: Sat, 21 Nov 2026 10:00:00 +0000\n\nThe bins.\n',
);

async function signed(
  text: string,
  signingDomain: string,
  more: { readonly maxBodyLength?: number; readonly algorithm?: string } = {},
): Promise<string> {
  const key = { signingDomain, selector: 's', privateKey: pem, canonicalization: 'relaxed/relaxed', ...more };
  const { signatures } = await dkimSign(Buffer.from(text), { ...key, signatureData: [key] });
  return signatures + text;
}

async function sealed(text: string, signingDomain: string, authResults: string): Promise<string> {
  const seal = { signingDomain, selector: 's', privateKey: pem, authResults, cv: 'none' };
  return (await sealMessage(Buffer.from(text), seal)).toString() + text;
}

function prove(
  text: string,
  terms: { readonly arcSealers?: readonly string[]; readonly resolver?: DnsResolver; readonly timeoutMs?: number } = {},
) {
  return proveInbound(letterFile(text), council, { arcSealers: [], resolver, ...terms });
}

describe('an author of ours, writing from the world', () => {
  it('is proven by the council’s own signature', async () => {
    expect(await prove(await signed(letter, 'council.example'))).toEqual({ kind: 'proven', by: 'dkim' });
    expect(await prove(await signed(letter, 'mail.council.example'))).toEqual({ kind: 'proven', by: 'dkim' });
  });

  it('is unproven without one', async () => {
    expect(await prove(letter)).toMatchObject({ kind: 'unproven' });
    expect(await prove(await signed(letter, 'stranger.example'))).toMatchObject({ kind: 'unproven' });
    expect(await prove(await signed(letter, 'example'))).toMatchObject({ kind: 'unproven' });
  });

  it('is unproven where the letter was altered, or a signature leaves room for more text', async () => {
    expect(await prove((await signed(letter, 'council.example')).replace('The bins', 'The bombs'))).toMatchObject({
      kind: 'unproven',
    });
    expect(await prove(`${await signed(letter, 'council.example', { maxBodyLength: 5 })}more`)).toMatchObject({
      kind: 'unproven',
    });
    expect(await prove(await signed(letter, 'council.example', { algorithm: 'rsa-sha1' }))).toMatchObject({
      kind: 'unproven',
    });
  });

  it('is unproven where the header can be read in two ways, though one of them is signed', async () => {
    const good = await signed(letter, 'council.example');
    expect(await prove(`From: clerk@council.example\r\n${good}`)).toMatchObject({ kind: 'unproven' });
    const hidden = Buffer.from(good.replace('\r\nFrom: Jane', '\r\n\xa0From: Jane'), 'latin1').toString('latin1');
    expect(await prove(`From: clerk@council.example\r\n${hidden}`)).toMatchObject({ kind: 'unproven' });
  });

  it('is unproven where one of several authors is', async () => {
    const two = letter.replace('From: Jane', 'From: evil@stranger.example, Jane');
    expect(await prove(await signed(two, 'council.example'))).toMatchObject({ kind: 'unproven' });
  });

  it('is unproven where the name server is silent or the file is gone', async () => {
    const silent: DnsResolver = () => new Promise(() => undefined);
    expect(await prove(await signed(letter, 'council.example'), { resolver: silent, timeoutMs: 50 })).toMatchObject({
      kind: 'unproven',
      why: expect.stringContaining('in time'),
    });
    expect(await proveInbound('/nowhere/message.eml', council, { arcSealers: [], resolver })).toMatchObject({
      kind: 'unproven',
    });
  });

  it('is proven by the seal of a sealer who is named, and saw the proof', async () => {
    const saw = 'mx.list.example; dmarc=pass header.from=council.example';
    const arcSealers = ['List.example'];
    expect(await prove(await sealed(letter, 'list.example', saw), { arcSealers })).toEqual({
      kind: 'proven',
      by: 'arc',
    });
    expect(
      await prove(await sealed(letter, 'list.example', 'mx.list.example; dkim=pass header.i=@council.example'), {
        arcSealers,
      }),
    ).toEqual({ kind: 'proven', by: 'arc' });
    expect(await prove(await sealed(letter, 'list.example', saw))).toMatchObject({ kind: 'unproven' });
    expect(await prove(await sealed(letter, 'stranger.example', saw), { arcSealers })).toMatchObject({
      kind: 'unproven',
    });
    expect(
      await prove(await sealed(letter, 'list.example', 'mx.list.example; dmarc=fail header.from=council.example'), {
        arcSealers,
      }),
    ).toMatchObject({ kind: 'unproven' });
    expect(
      await prove(await sealed(letter, 'list.example', 'mx.list.example; dmarc=pass header.from=stranger.example'), {
        arcSealers,
      }),
    ).toMatchObject({ kind: 'unproven' });
    const altered = (await sealed(letter, 'list.example', saw)).replace('The bins', 'The bombs');
    expect(await prove(altered, { arcSealers })).toMatchObject({ kind: 'unproven' });
  });
});

it('a signature is aligned within the council’s own domains, never with a neighbour', () => {
  expect(isAligned('council.gov.example', 'council.gov.example', [])).toBe(true);
  expect(isAligned('council.gov.example', 'members.council.gov.example', ['council.gov.example'])).toBe(true);
  expect(isAligned('gov.example', 'council.gov.example', ['council.gov.example'])).toBe(false);
  expect(isAligned('other.gov.example', 'council.gov.example', ['council.gov.example'])).toBe(false);
  expect(isAligned('evilcouncil.gov.example', 'council.gov.example', ['council.gov.example'])).toBe(false);
});

/**
 * The certificate we show: the configured one, else one of our own making, which proves nothing and is therefore for
 * listeners of this machine alone. The library's own is never shown: its private key is in its published source.
 */
import { X509Certificate } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';

export type Certificate = { readonly cert: string; readonly key: string; readonly ownMaking: boolean };

export async function findCertificate({ smtp, data, hostname }: Settings): Promise<Certificate> {
  if (smtp.tls === null) return { ...(await ownMaking(join(data, 'run'), hostname)), ownMaking: true };
  const [cert, key] = await Promise.all([smtp.tls.cert, smtp.tls.key].map((file) => readFile(file, 'utf8')));
  return { cert: cert ?? '', key: key ?? '', ownMaking: false };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Several processes start at once: the first to put its file there has made it for all. */
async function ownMaking(folder: string, hostname: string): Promise<{ cert: string; key: string }> {
  const path = join(folder, 'self-signed.pem');
  const found = await readUsable(path, hostname);
  if (found !== null) return found;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const beside = `${path}.${process.pid}.new`;
  const file = await open(beside, 'w', 0o600);
  await file.writeFile(await make(hostname));
  await file.close();
  const stale = await readFile(path, 'utf8').catch(() => null);
  if (stale !== null) await rename(beside, path);
  else await link(beside, path).catch(ignoreExisting);
  await rm(beside, { force: true });
  return split(await readFile(path, 'utf8'));
}

async function make(hostname: string): Promise<string> {
  const { generate } = await import('selfsigned');
  const { cert, private: key } = await generate([{ name: 'commonName', value: hostname }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 10 * 365 * 86_400_000),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: hostname },
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return `${cert.trim()}\n${key.trim()}\n`;
}

async function readUsable(path: string, hostname: string): Promise<{ cert: string; key: string } | null> {
  try {
    const pair = split(await readFile(path, 'utf8'));
    const read = new X509Certificate(pair.cert);
    return read.checkHost(hostname) !== undefined && Date.parse(read.validTo) > Date.now() ? pair : null;
  } catch {
    return null;
  }
}

function split(pem: string): { cert: string; key: string } {
  const at = pem.search(/-----BEGIN [A-Z ]*PRIVATE KEY-----/);
  return { cert: pem.slice(0, at), key: pem.slice(at) };
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}

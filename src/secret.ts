/**
 * The installation's own secret, `data/secret`: keys the hashes of protected addresses and the marks by which we
 * know answers to our own mail. Whoever reads the register without it learns no protected address.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Secret = {
  /** Hex of HMAC-SHA-256 over `purpose` and `text`, cut to `length` characters. */
  readonly mark: (purpose: string, text: string, length?: number) => string;
  readonly verifies: (purpose: string, text: string, mark: string) => boolean;
};

const BYTES = 32;

/** Reads the secret of this data folder, or makes it; several processes may ask at once, and all get the same. */
export async function openSecret(data: string): Promise<Secret> {
  const path = join(data, 'secret');
  await makeOnce(path);
  return secretOf(await readWhole(path));
}

function secretOf(key: Buffer): Secret {
  const mark = (purpose: string, text: string, length = 64) =>
    createHmac('sha256', key).update(`${purpose}\0${text}`).digest('hex').slice(0, length);
  return {
    mark,
    verifies: (purpose, text, given) => {
      const right = Buffer.from(mark(purpose, text, given.length));
      return given.length >= 16 && right.length === given.length && timingSafeEqual(right, Buffer.from(given));
    },
  };
}

async function makeOnce(path: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.write(randomBytes(BYTES));
    await file.sync();
    await file.close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** Another process may have created the file and not yet filled it. */
async function readWhole(path: string): Promise<Buffer> {
  for (let tries = 0; tries < 100; tries++) {
    const key = await readFile(path);
    if (key.length === BYTES) return key;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${path} holds no ${BYTES} bytes: restore it from a backup, or remove it to begin with a new one`);
}

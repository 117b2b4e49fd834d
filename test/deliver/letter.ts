/** A transaction and a deliverer with the settings most delivery tests share. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { LetterId } from '../../rules/letter.ts';
import type { Route } from '../../src/config/settings.ts';
import { type Deliverer, type DelivererTerms, openDeliverer } from '../../src/deliver/deliverer.ts';
import type { Transaction } from '../../src/deliver/transaction.ts';

export const BODY = 'From: jane.marsh@ashcombe-tc.example\r\nSubject: the slipway\r\n\r\nIt is open again.\r\n';

export function smtp(port: number): Extract<Route, { kind: 'smtp' }> {
  return { kind: 'smtp', host: '127.0.0.1', port, implicitTls: false };
}

type Wish = Partial<Omit<Transaction, 'recipients'>> & {
  readonly to?: readonly string[];
  readonly body?: string | Buffer;
};

export function letterTo(
  route: Route,
  { to = ['clerk@ashcombe-tc.example'], body = BODY, ...rest }: Wish = {},
): Transaction {
  const bytes = Buffer.from(body);
  return {
    letter: '01KAJC8000000000000000TEST' as LetterId,
    group: 0,
    route,
    mailFrom: 'jane.marsh@ashcombe-tc.example',
    recipients: to.map((address) => ({ address })),
    dsn: { ret: null, envid: null },
    eightBit: false,
    smtpUtf8: false,
    size: bytes.length,
    bytes: () => Readable.from(inChunks(bytes), { objectMode: false }),
    dotMayGo: async () => true,
    ...rest,
  };
}

/** As a file is read. */
function* inChunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

export type Desk = Deliverer & {
  readonly outbox: string;
  readonly warned: string[];
  readonly leave: () => Promise<void>;
};

export function deliverer(terms: Partial<DelivererTerms> = {}): Desk {
  const outbox = mkdtempSync(join(tmpdir(), 'postroom-deliver-'));
  const warned: string[] = [];
  const log = { warn: (_: unknown, said: string) => warned.push(said) } as unknown as DelivererTerms['log'];
  const opened = openDeliverer({ tls: 'none', slots: 4, hostname: 'post.example', outbox, log, ...terms });
  return {
    ...opened,
    outbox,
    warned,
    leave: async () => {
      await opened.close(0);
      rmSync(outbox, { recursive: true, force: true });
    },
  };
}

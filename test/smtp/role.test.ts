/** The smtp role: opens what is configured, waits for no store, and says in one sentence why a door cannot open. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPolicy, loadSettings } from '../../src/config/load.ts';
import type { Settings } from '../../src/config/settings.ts';
import { silentLog } from '../../src/log.ts';
import { runSmtp } from '../../src/smtp/role.ts';
import type { Question, RoleContext } from '../../src/supervisor/role.ts';
import { sample } from './a-door.ts';
import { client } from './client.ts';

let data: string;
let stop: AbortController;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'role-'));
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await rm(data, { recursive: true, force: true });
});

const NOWHERE = { listen: [], submission: [], submissions: [], inbound: [] };

function settings(smtp: Partial<Settings['smtp']>): Settings {
  const reading = loadSettings(sample('postroom.yaml'), {});
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.faults));
  const { settings } = reading;
  return {
    ...settings,
    data,
    spool: { at: join(data, 'spool'), limit: 1 },
    smtp: { ...settings.smtp, tls: null, ...NOWHERE, ...smtp },
  };
}

type Running = { readonly ended: Promise<void>; readonly doors: Question[] };

function run(smtp: Partial<Settings['smtp']>): Running {
  const reading = loadPolicy({ councils: [sample('council.yaml')] });
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.faults));
  const doors: Question[] = [];
  const context: RoleContext = {
    settings: settings(smtp),
    policy: { current: () => reading.policy, onChange: () => {} },
    stores: { database: 'postgres://nobody@/nothing?host=/nowhere', redis: join(data, 'no-such.sock') },
    instance: 'smtp-1',
    gatewaySince: 0,
    log: silentLog(),
    ask: async (question) => {
      doors.push(question);
      return null;
    },
    stopping: stop.signal,
  };
  return { ended: runSmtp(context), doors };
}

function portOf({ doors }: Running, name: string): number {
  const door = doors.find((each) => each.kind === 'listening' && each.door === name);
  return door?.kind === 'listening' ? door.port : 0;
}

const LOOPBACK = { host: '127.0.0.1', port: 0 };

describe('the smtp role', () => {
  it('takes letters while neither Redis nor PostgreSQL is there', async () => {
    const running = run({ listen: [LOOPBACK] });
    await expect.poll(() => portOf(running, 'smtp')).toBeGreaterThan(0);
    const talk = await client(portOf(running, 'smtp'));
    await talk.reply();
    for (const line of [
      'EHLO c',
      'MAIL FROM:<clerk@ashcombe-tc.example>',
      'RCPT TO:<tom.hale@ashcombe-tc.example>',
      'DATA',
    ])
      await talk.say(line);
    expect(await talk.say('From: clerk@ashcombe-tc.example\r\n\r\nx\r\n.')).toMatch(/^250 2\.0\.0 /);
    talk.hangUp();
    stop.abort();
    await running.ended;
  });

  it('shows a certificate of its own, the same at every door, and never the one that the library brings', async () => {
    const running = run({ submission: [LOOPBACK], submissions: [LOOPBACK, LOOPBACK] });
    await expect.poll(() => running.doors.length).toBe(3);
    const ports = running.doors.flatMap((door) =>
      door.kind === 'listening' && door.door === 'submissions' ? [door.port] : [],
    );
    const shown = await Promise.all(ports.map(certificateAt));
    expect(new Set(shown.map(({ fingerprint256 }) => fingerprint256)).size).toBe(1);
    expect(shown[0]?.subject.CN).toBe(settings({}).hostname);
    stop.abort();
    await running.ended;
  });

  it('says which address is taken', async () => {
    const taken = await listening();
    const port = (taken.address() as { port: number }).port;
    await expect(run({ listen: [{ host: '127.0.0.1', port }] }).ended).rejects.toThrow(
      `smtp.listen: another program listens at 127.0.0.1:${port} already: stop it, or choose another port`,
    );
    taken.close();
  });

  it('does not take passwords from beyond this machine without a certificate', async () => {
    await expect(run({ submission: [{ host: '0.0.0.0', port: 0 }] }).ended).rejects.toThrow(
      'set smtp.tls.cert and smtp.tls.key',
    );
  });
});

function certificateAt(port: number) {
  return new Promise<ReturnType<ReturnType<typeof connect>['getPeerCertificate']>>((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate());
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

function listening(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
}

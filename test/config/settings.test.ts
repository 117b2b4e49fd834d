import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describe as inWords } from '../../src/config/fault.ts';
import { findConfig, sampleConfig } from '../../src/config/find-config.ts';
import { loadSettings } from '../../src/config/load.ts';
import { good, settingsOf } from './read.ts';

const DAY = 86_400_000;

describe('postroom.yaml', () => {
  it('has a default for every key', () => {
    const folder = mkdtempSync(join(tmpdir(), 'postroom-settings-'));
    writeFileSync(join(folder, 'postroom.yaml'), 'smtp:\n');
    const settings = settingsOf(join(folder, 'postroom.yaml'));
    expect({ ...settings, deliver: { ...settings.deliver, routes: [...settings.deliver.routes] } }).toEqual({
      file: join(folder, 'postroom.yaml'),
      councils: [join(folder, 'council.yaml')],
      data: join(folder, 'data'),
      hostname: 'post.example',
      smtp: {
        listen: [{ host: '127.0.0.1', port: 2525 }],
        trusted: ['127.0.0.0/8'],
        submission: [{ host: '127.0.0.1', port: 2587 }],
        submissions: [],
        inbound: [],
        tls: null,
        limits: { size: 36 * 1024 * 1024, header: 256 * 1024, recipients: 200 },
        arcSealers: [],
      },
      deliver: {
        nextHop: 'outbox',
        routes: [['default', { kind: 'outbox' }]],
        tls: 'opportunistic',
        expireMs: 5 * DAY,
        slots: 10,
      },
      desk: { listen: { host: '127.0.0.1', port: 8025 }, url: 'http://127.0.0.1:8025' },
      redis: null,
      database: null,
      spool: { at: join(folder, 'data', 'spool'), limit: 0.8 },
      retention: { delivered: 0, ended: 365 * DAY, events: 7 * 365 * DAY },
    });
  });

  it('says the same in full as when everything is left out', () => {
    const file = good('design-example');
    const { smtp, deliver, desk, spool, retention } = settingsOf(file);
    expect({ smtp, deliver, desk, retention }).toEqual(
      (({ smtp, deliver, desk, retention }) => ({ smtp, deliver, desk, retention }))(settingsOf(good('own-pack'))),
    );
    expect(spool.at).toBe(join(dirname(file), 'data', 'spool'));
  });

  it('reads sizes, durations, shares, listeners and next hops', () => {
    const { smtp, deliver, desk, spool, retention, hostname } = settingsOf(good('every-key'));
    expect(hostname).toBe('post.little.example');
    expect(smtp.listen).toEqual([{ host: '::1', port: 2525 }]);
    expect(smtp.limits).toEqual({ size: 1024 ** 3, header: 4096, recipients: 1000 });
    expect([...deliver.routes]).toEqual([
      ['default', { kind: 'smtp', host: 'mail.little.example', port: 25, implicitTls: false }],
      ['shire.example', { kind: 'smtp', host: '2001:db8::1', port: 4650, implicitTls: true }],
      ['outside.example', { kind: 'outbox' }],
    ]);
    expect(deliver.expireMs).toBe(36 * 3_600_000);
    expect(desk.url).toBe('https://post.little.example');
    expect(spool.limit).toBe(0.625);
    expect(retention).toEqual({ delivered: 90_000, ended: 14 * DAY, events: 0 });
  });
});

describe('the environment', () => {
  it('overrides words, lists and numbers', () => {
    const { smtp, hostname, deliver } = settingsOf(good('own-pack'), {
      POSTROOM_HOSTNAME: 'post.other.example',
      POSTROOM_SMTP__LISTEN: '127.0.0.1:0, [::1]:0',
      POSTROOM_SMTP__LIMITS__RECIPIENTS: '7',
      POSTROOM_DELIVER__NEXT_HOP: 'smtp://127.0.0.1:1025',
    });
    expect(hostname).toBe('post.other.example');
    expect(smtp.listen).toEqual([
      { host: '127.0.0.1', port: 0 },
      { host: '::1', port: 0 },
    ]);
    expect(smtp.limits.recipients).toBe(7);
    expect(deliver.routes.get('default')).toEqual({ kind: 'smtp', host: '127.0.0.1', port: 1025, implicitTls: false });
  });

  it('names paths as seen from where the program was started', () => {
    expect(settingsOf(good('own-pack'), { POSTROOM_DATA: './elsewhere' }).data).toBe(resolve('elsewhere'));
  });

  it('may say where the stores are, as hosts do', () => {
    const env = {
      DATABASE_URL: 'postgres://db.example/a',
      REDIS_URL: 'redis://redis.example',
      POSTROOM_DATABASE: 'postgres://db.example/b',
    };
    const { database, redis } = settingsOf(good('own-pack'), env);
    expect({ database, redis }).toEqual({ database: 'postgres://db.example/b', redis: 'redis://redis.example' });
  });

  it('is blamed for what it sets', () => {
    const reading = loadSettings(good('own-pack'), { POSTROOM_SMTP__LISTEN: 'here', POSTROOM_SMTP__LISTN: 'x' });
    expect(reading.kind === 'refused' && reading.faults.map((fault) => inWords(fault, '/'))).toEqual([
      'environment: POSTROOM_SMTP__LISTEN: `here` is nowhere to listen. Write an address of this machine and a port: `127.0.0.1:2525`, `0.0.0.0:25` or `[::1]:2525`.',
      'environment: POSTROOM_SMTP__LISTN: there is no key `listn` here. Did you mean `listen`?',
    ]);
  });

  it('is warned about where a variable nearly is a key', () => {
    const reading = loadSettings(good('own-pack'), {
      POSTROOM_DATBASE: 'postgres://db.example/a',
      POSTROOM_CONFIG: 'x',
    });
    expect(reading.kind === 'read' && reading.warnings.map(({ key, remedy }) => [key, remedy])).toEqual([
      ['POSTROOM_DATBASE', 'did you mean `POSTROOM_DATABASE`?'],
    ]);
  });
});

describe('the configuration is found', () => {
  const folder = dirname(good('own-pack'));
  it('where the flag says, then the environment, then here, then with the package', () => {
    expect(findConfig({ cwd: folder, env: { POSTROOM_CONFIG: 'b.yaml' } }, 'a.yaml')).toBe(join(folder, 'a.yaml'));
    expect(findConfig({ cwd: folder, env: { POSTROOM_CONFIG: 'b.yaml' } })).toBe(join(folder, 'b.yaml'));
    expect(findConfig({ cwd: folder, env: {} })).toBe(join(folder, 'postroom.yaml'));
    expect(findConfig({ cwd: dirname(folder), env: {} })).toBe(sampleConfig());
  });
});

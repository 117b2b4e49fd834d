import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/config/policy.ts';
import type { Health } from '../../src/desk/health.ts';
import { openMetrics } from '../../src/desk/metrics.ts';
import { openSite } from '../../src/desk/site.ts';

const WELL = { ok: true, says: 'answers' };
const DOWN = { ok: false, says: 'does not answer: letters are taken in and wait' };

function site(redis: Health['stores']['redis'], name = 'Ashcombe Town Council', recovery: string | null = null) {
  const state = redis.ok ? 'healthy' : 'degraded';
  const look = async (): Promise<Health> => ({ state, stores: { spool: WELL, postgres: WELL, redis }, recovery });
  const policy = { version: 3, councils: [{ name }], source: [] } as unknown as Policy;
  return openSite({ policy: () => policy, look, metrics: openMetrics(look) });
}

describe('the desk', () => {
  it('is alive whatever the stores do', async () => {
    expect((await site(DOWN).inject('/healthz')).statusCode).toBe(200);
  });

  it('is ready when every store is well, and says so of each', async () => {
    const answer = await site(WELL).inject('/readyz');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      state: 'healthy',
      stores: { spool: WELL, postgres: WELL, redis: WELL },
      recovery: null,
      policy: 3,
    });
  });

  it('is degraded when one is not', async () => {
    const answer = await site(DOWN).inject('/readyz');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ state: 'degraded', stores: { redis: DOWN } });
    expect((await site(DOWN).inject('/')).body).toContain('degraded');
  });

  it('is ready, and says so everywhere, while letters wait since the register was put back', async () => {
    const waits = 'letters wait, which `postroom recover` lists';
    const desk = site(WELL, 'Ashcombe Town Council', waits);
    const answer = await desk.inject('/readyz');
    expect([answer.statusCode, answer.json().recovery]).toEqual([200, waits]);
    expect((await desk.inject('/')).body).toContain(waits);
    expect((await desk.inject('/metrics')).body).toContain('postroom_recovery_waiting 1');
  });

  it('tells Prometheus of each store', async () => {
    const { body } = await site(DOWN).inject('/metrics');
    expect(body).toContain('postroom_store_up{store="redis"} 0');
    expect(body).toContain('postroom_store_up{store="postgres"} 1');
    expect(body).toContain('process_resident_memory_bytes');
  });

  it('escapes what a council calls itself, and lets no page run or be framed', async () => {
    const answer = await site(WELL, '<script>alert(1)</script> & "Co"').inject('/');
    expect(answer.body).not.toContain('<script>');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  it('has nothing else yet', async () => {
    const answer = await site(WELL).inject('/held');
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });
});

/** The desk's web server: health for machines, one status page for people. */
import { type FastifyInstance, fastify } from 'fastify';
import type { Registry } from 'prom-client';
import type { Policy } from '../config/policy.ts';
import type { Health } from './health.ts';
import { statusPage } from './status-page.ts';

/** Pages hold no script, style or picture; nothing of them may be framed, guessed at or kept. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

export type SiteParts = {
  readonly policy: () => Policy;
  readonly look: () => Promise<Health>;
  readonly metrics: Registry;
};

export function openSite({ policy, look, metrics }: SiteParts): FastifyInstance {
  const site = fastify({ logger: false, bodyLimit: 64 * 1024, forceCloseConnections: true });
  site.addHook('onRequest', async (_, reply) => void reply.headers(HEADERS));
  site.get('/healthz', async () => ({ state: 'alive' }));
  site.get('/readyz', async (_, reply) => {
    const health = await look();
    reply.code(health.state === 'healthy' ? 200 : 503);
    return { ...health, policy: policy().version };
  });
  site.get('/metrics', async (_, reply) => {
    reply.type(metrics.contentType);
    return metrics.metrics();
  });
  site.get('/', async (_, reply) => {
    reply.type('text/html; charset=utf-8');
    const { councils, version } = policy();
    return statusPage({ councils: councils.map((council) => council.name), version, health: await look() });
  });
  return site;
}

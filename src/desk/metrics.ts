/** What /metrics says, for Prometheus: this process's own numbers, and whether each store is well. */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Health } from './health.ts';

/** Others add theirs to the registry that this returns. */
export function openMetrics(look: () => Promise<Health>): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'postroom_store_up',
    help: '1 where the store can be used, 0 where it cannot',
    labelNames: ['store'],
    registers: [registry],
    async collect() {
      const { stores } = await look();
      for (const [store, { ok }] of Object.entries(stores)) this.set({ store }, ok ? 1 : 0);
    },
  });
  new Gauge({
    name: 'postroom_recovery_waiting',
    help: '1 where letters wait for `postroom recover --confirm`',
    registers: [registry],
    async collect() {
      this.set((await look()).recovery === null ? 0 : 1);
    },
  });
  return registry;
}

/** The desk role: opens the web server where the configuration says, until it is asked to stop. */
import type { AddressInfo } from 'node:net';
import { openRegister } from '../../queue/register/register.ts';
import type { RoleContext } from '../supervisor/role.ts';
import { watchHealth } from './health.ts';
import { openMetrics } from './metrics.ts';
import { openSite } from './site.ts';

export async function runDesk({ settings, stores, policy, ask, log, stopping }: RoleContext): Promise<void> {
  const register = openRegister(stores.database);
  const look = watchHealth(settings, stores, register.standing);
  const site = openSite({ policy: policy.current, look, metrics: openMetrics(look) });
  site.addHook('onError', async (request, _, error) => {
    log.error({ err: error, path: request.url }, 'a page could not be made');
  });
  const { host, port } = settings.desk.listen;
  await site.listen({ host, port });
  const taken = (site.server.address() as AddressInfo).port;
  await ask({ kind: 'listening', door: 'desk', host, port: taken });
  log.info({ host, port: taken }, 'the desk listens');
  await stopped(stopping);
  await site.close();
  await register.close();
}

function stopped(stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stopping.aborted) resolve();
    else stopping.addEventListener('abort', () => resolve(), { once: true });
  });
}

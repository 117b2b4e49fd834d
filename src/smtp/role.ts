/**
 * The smtp role: opens the doors that are configured, takes letters into the spool and rings for the workers. It
 * waits for neither PostgreSQL nor Redis, then or ever. Several processes share the doors (node:cluster).
 */

import { openProducer } from '../../queue/jobs/producer.ts';
import { openSpool } from '../../queue/spool/spool.ts';
import { openAccounts } from '../accounts/accounts.ts';
import type { Settings } from '../config/settings.ts';
import { aborted } from '../supervisor/aborted.ts';
import type { RoleContext } from '../supervisor/role.ts';
import { type Certificate, findCertificate, isLoopback } from './certificate.ts';
import type { Server } from './conversation.ts';
import { type Door, type House, isForPeople } from './house.ts';
import { serverAt } from './server.ts';

/** How often a certificate that was renewed on disk is noticed. */
const LOOK_AT_CERTIFICATE_MS = 10 * 60_000;

export async function runSmtp(context: RoleContext): Promise<void> {
  const { settings, log, policy, ask, stores, stopping } = context;
  const alarm = (text: string): void => log.fatal({ spool: settings.spool.at }, text);
  const spool = await openSpool(settings.spool.at, { limit: settings.spool.limit, alarm });
  const producer = openProducer(stores.redis);
  const accounts = openAccounts(settings.data);
  const house: House = { settings, policy: policy.current, spool, producer, accounts, ask, log };
  const servers: Server[] = [];
  try {
    const certificate = await findCertificate(settings);
    for (const door of doorsOf(settings)) servers.push(await openDoor(house, door, certificate));
    const renewing = setInterval(() => void renew(house, servers), LOOK_AT_CERTIFICATE_MS);
    await aborted(stopping);
    clearInterval(renewing);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await producer.close();
  }
}

function doorsOf({ smtp }: Settings): readonly Door[] {
  const doors = (name: Door['name'], listens: Settings['smtp']['listen']): Door[] =>
    listens.map((listen) => ({ name, listen }));
  return [
    ...doors('smtp', smtp.listen),
    ...doors('submission', smtp.submission),
    ...doors('submissions', smtp.submissions),
    ...doors('inbound', smtp.inbound),
  ];
}

async function openDoor(house: House, door: Door, certificate: Certificate): Promise<Server> {
  const { host, port } = door.listen;
  const key = door.name === 'smtp' ? 'smtp.listen' : `smtp.${door.name}`;
  if (certificate.ownMaking && isForPeople(door) && !isLoopback(host)) {
    throw new Error(
      `${key}: passwords would be sent to ${host} without a certificate that proves who we are: set smtp.tls.cert and smtp.tls.key in ${house.settings.file}`,
    );
  }
  const server = serverAt(house, door, certificate);
  const taken = await server.open(port, host).catch((error: unknown) => {
    throw new Error(`${key}: ${whyNot(error, `${host}:${port}`)} (${house.settings.file})`, { cause: error });
  });
  await house.ask({ kind: 'listening', door: door.name, host, port: taken }).catch(() => {});
  house.log.info({ door: door.name, host, port: taken }, 'listening');
  return server;
}

function whyNot(error: unknown, address: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return `another program listens at ${address} already: stop it, or choose another port`;
  if (code === 'EACCES') return `listening at ${address} is not permitted: ports below 1024 need the right to them`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${address} is no address of this machine`;
  return `listening at ${address} failed: ${error instanceof Error ? error.message : String(error)}`;
}

async function renew(house: House, servers: readonly Server[]): Promise<void> {
  try {
    const { cert, key } = await findCertificate(house.settings);
    for (const server of servers) server.updateSecureContext({ cert, key });
  } catch (error) {
    house.log.error({ err: error }, 'the certificate could not be read again; the one in use stays');
  }
}

/**
 * The worker's process: takes jobs, judges and delivers, and takes its turn at the sweep. It waits for the stores as
 * long as it must; letters go on being taken in meanwhile.
 */

import { hostname } from 'node:os';
import { join } from 'node:path';
import { openConsumer } from '../queue/jobs/consumer.ts';
import { openProducer } from '../queue/jobs/producer.ts';
import { openVouching, type Vouching } from '../queue/recovery/vouch.ts';
import { openRegister } from '../queue/register/register.ts';
import { openSpool, type Spool } from '../queue/spool/spool.ts';
import { openSweep } from '../queue/sweep/sweep.ts';
import { openDeliverer } from './deliver/deliverer.ts';
import { dispatch } from './deliver/dispatch.ts';
import { carryOutEffects } from './examine/effects.ts';
import { examine } from './examine/examine.ts';
import { carryOutLoss, tellOfLoss } from './examine/loss.ts';
import type { Gateway } from './gateway.ts';
import { openReader } from './mail/reading/reader.ts';
import { openSecret } from './secret.ts';
import { aborted } from './supervisor/aborted.ts';
import type { RoleContext } from './supervisor/role.ts';

/** Letters that one worker has in hand at a time, in each queue. */
const CONCURRENCY = 40;
/** Reading is most of a letter's work, and each reader has one letter at a time. */
const READERS = 1;

export async function runWorker(context: RoleContext): Promise<void> {
  const alarm = (text: string) => context.log.error(text);
  const spool = await openSpool(context.settings.spool.at, { limit: context.settings.spool.limit, alarm });
  const vouching = vouchFor(spool, context);
  const gateway = await openGateway(context, spool, vouching);
  await vouching.vouched(context.stopping);
  const consumer = openConsumer(context.stores.redis, {
    judge: (letter) => examine(letter, gateway),
    deliver: (letter, group) => dispatch(letter, group, gateway),
    concurrency: CONCURRENCY,
    failed: (err, letter) => gateway.log.error({ err, letter }, 'a job could not be done; it comes again'),
  });
  const sweep = openSweep({
    spool: gateway.spool,
    register: gateway.register,
    producer: gateway.producer,
    instance: context.instance,
    // Over a register of our own there is no other gateway: what was claimed before this one began is nobody's.
    ...(gateway.settings.database === null ? { startedAt: context.gatewaySince } : {}),
    retention: gateway.settings.retention,
    effects: (due) => carryOutEffects(due, gateway),
    bytesMissing: async (letter) =>
      gateway.log.fatal({ letter }, 'the spool has lost the bytes of a letter that is not settled'),
    tellOfLoss: (letter) => tellOfLoss(letter, gateway),
    bytesFound: (letter) => carryOutLoss(letter, gateway),
    advanceEpoch: vouching.advance,
    log: gateway.log,
  });
  await aborted(context.stopping);
  // What is with a next hop gets its grace while the jobs end; the sweep says that we are alive until they have.
  await Promise.all([consumer.close(), gateway.deliverer.close()]);
  await sweep.close();
  await vouching.close();
  await closeGateway(gateway);
}

function vouchFor(spool: Spool, { settings, stores, gatewaySince, log }: RoleContext): Vouching {
  return openVouching({
    databaseUrl: stores.database,
    spool,
    run: `${hostname()} ${gatewaySince}`,
    // Over a register of our own there is no other gateway that could have decided what came since this one began.
    newSince: () => (settings.database === null ? gatewaySince : Date.now()),
    log,
  });
}

async function openGateway(context: RoleContext, spool: Spool, vouching: Vouching): Promise<Gateway> {
  const { settings, policy, stores, instance, log } = context;
  return {
    settings,
    policy: policy.current,
    spool,
    register: openRegister(stores.database, Date.now, vouching.guard),
    recall: vouching.recall,
    producer: openProducer(stores.redis),
    reader: openReader({ processes: READERS }),
    deliverer: openDeliverer({
      tls: settings.deliver.tls,
      slots: settings.deliver.slots,
      hostname: settings.hostname,
      outbox: join(settings.data, 'outbox'),
      log,
    }),
    secret: await openSecret(settings.data),
    owner: instance,
    sending: { now: 0 },
    now: Date.now,
    log,
  };
}

async function closeGateway({ reader, producer, register, spool }: Gateway): Promise<void> {
  await Promise.all([reader.close(), producer.close()]);
  await register.close();
  await spool.close();
}

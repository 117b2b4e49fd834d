/** Every key of postroom.yaml, with its default. */
import * as z from 'zod';
import { domain, keys, oneOrMore, text } from './fields.ts';
import {
  count,
  duration,
  hostname,
  listen,
  network,
  nextHop,
  routeName,
  share,
  size,
  storeUrl,
  webAddress,
} from './quantities.ts';

const MIB = 1024 ** 2;
const DAY = 86_400_000;
const at = (port: number) => ({ host: '127.0.0.1', port });

/** One key of a set that may be left out whole. */
const section = <S extends z.core.$ZodShape>(shape: S) => z.preprocess((written) => written ?? {}, keys(shape));

const smtp = section({
  listen: oneOrMore(listen).default([at(2525)]),
  trusted: oneOrMore(network).default(['127.0.0.0/8']),
  submission: oneOrMore(listen).default([at(2587)]),
  submissions: oneOrMore(listen).default([]),
  inbound: oneOrMore(listen).default([]),
  tls: keys({ cert: text, key: text }).nullish(),
  limits: section({ size: size.default(36 * MIB), header: size.default(MIB / 4), recipients: count.default(200) }),
  arc_sealers: oneOrMore(domain).default([]),
});

const deliver = section({
  next_hop: nextHop.default({ written: 'outbox', route: { kind: 'outbox' } }),
  routes: z.record(routeName, nextHop).default({}),
  tls: z.enum(['none', 'opportunistic', 'required']).default('opportunistic'),
  expire: duration.default(5 * DAY),
  slots: count.default(10),
});

export const settingsShape = keys({
  council: oneOrMore(text).default(['./council.yaml']),
  data: text.default('./data'),
  hostname: hostname.default('post.example'),
  smtp,
  deliver,
  desk: section({ listen: listen.default(at(8025)), url: webAddress.nullish() }),
  redis: storeUrl(['redis', 'rediss'], 'redis://127.0.0.1:6379').nullish(),
  database: storeUrl(['postgres', 'postgresql'], 'postgres://postroom@127.0.0.1:5432/postroom').nullish(),
  spool: section({ at: text.nullish(), limit: share.default(0.8) }),
  retention: section({
    delivered: duration.default(0),
    ended: duration.default(365 * DAY),
    events: duration.default(7 * 365 * DAY),
  }),
});

export type SettingsAsWritten = z.output<typeof settingsShape>;

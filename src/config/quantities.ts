/** Sizes, durations, shares, ports and places in the network, as postroom.yaml writes them. */
import { isIP } from 'node:net';
import { field, isDomain } from './fields.ts';
import type { Listen, Route } from './settings.ts';

const BYTES: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
const DAY = 86_400_000;
const MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: DAY, w: 7 * DAY, y: 365 * DAY };

/** Bytes. */
export const size = field<number>((written) => {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([KMG]iB|B)$/.exec(written) ?? [];
  const bytes = Math.round(Number(number) * (BYTES[unit ?? ''] ?? Number.NaN));
  return bytes >= 1
    ? { value: bytes }
    : { says: `\`${written}\` is no size`, remedy: 'write a number and `B`, `KiB`, `MiB` or `GiB`, such as `36 MiB`' };
});

/** Milliseconds. */
export const duration = field<number>((written) => {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([smhdwy])$/.exec(written) ?? [];
  const ms = written === '0' ? 0 : Number(number) * (MS[unit ?? ''] ?? Number.NaN);
  return ms >= 0
    ? { value: ms }
    : {
        says: `\`${written}\` is no length of time`,
        remedy: 'write a number and `s`, `m`, `h`, `d`, `w` or `y`, such as `5d`',
      };
});

/** A fraction of the whole, above 0. */
export const share = field<number>((written) => {
  const percent = Number(/^(\d+(?:\.\d+)?) ?%$/.exec(written)?.[1]);
  return percent > 0 && percent <= 100
    ? { value: percent / 100 }
    : { says: `\`${written}\` is no share`, remedy: 'write it as `80%`, above 0 and up to 100' };
});

export const count = field<number>((written) =>
  /^[1-9]\d{0,8}$/.test(written)
    ? { value: Number(written) }
    : { says: `\`${written}\` is no count`, remedy: 'write a whole number from 1' },
);

export const listen = field<Listen>((written) => {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(written) ?? [];
  const host = bracketed ?? plain ?? '';
  const isHost = bracketed === undefined ? isIP(host) === 4 || host === 'localhost' : isIP(host) === 6;
  if (isHost && Number(digits) <= 65_535) return { value: { host, port: Number(digits) } };
  return {
    says: `\`${written}\` is nowhere to listen`,
    remedy: 'write an address of this machine and a port: `127.0.0.1:2525`, `0.0.0.0:25` or `[::1]:2525`',
  };
});

/** A CIDR block or a single address. */
export const network = field<string>((written) => {
  const [address = '', prefix, more] = written.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const fits = more === undefined && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits));
  if (bits > 0 && fits) return { value: written };
  return {
    says: `\`${written}\` is no network`,
    remedy: 'write an address such as `192.0.2.7`, or a block such as `192.0.2.0/24`',
  };
});

export const hostname = field<string>((written) => {
  const name = written.toLowerCase();
  if (isDomain(name) && isIP(name) === 0) return { value: name };
  return {
    says: `\`${written}\` is no host name`,
    remedy: 'write the full name by which other mail systems know this machine, such as `post.council.example`',
  };
});

/** `outbox`, `smtp://host:port` or `smtps://host:port`. */
export const nextHop = field<{ readonly written: string; readonly route: Route }>((written) => {
  if (written === 'outbox') return { value: { written, route: { kind: 'outbox' } } };
  const [, scheme, bracketed, plain, digits] =
    /^(smtps?):\/\/(?:\[([^\]]+)\]|([^:/@[\]]+))(?::(\d{1,5}))?\/?$/.exec(written) ?? [];
  const host = (bracketed ?? plain ?? '').toLowerCase();
  const isHost = bracketed === undefined ? isDomain(host) : isIP(host) === 6;
  const port = digits === undefined ? ({ smtp: 25, smtps: 465 }[scheme ?? ''] ?? 0) : Number(digits);
  if (isHost && port > 0 && port <= 65_535)
    return { value: { written, route: { kind: 'smtp', host, port, implicitTls: scheme === 'smtps' } } };
  return { says: `\`${written}\` is no next hop`, remedy: 'write `outbox`, `smtp://host:port` or `smtps://host:port`' };
});

/** A name in `deliver.routes`: letters to that domain go this way. `default` is what `next_hop` sets. */
export const routeName = field<string>((written) => {
  const name = written.toLowerCase();
  if (isDomain(name) && name !== 'default') return { value: name };
  return {
    says: `\`${written}\` is no domain`,
    remedy: 'write the domain whose mail goes this way; `next_hop` takes the rest',
  };
});

export const webAddress = field<string>((written) => {
  const wrong = { says: `\`${written}\` is no web address`, remedy: 'write it as `https://post.council.example`' };
  if (!URL.canParse(written)) return wrong;
  return /^https?:$/.test(new URL(written).protocol) ? { value: written.replace(/\/$/, '') } : wrong;
});

/** A store's URL. What is wrong with it is told without its password. */
export function storeUrl(schemes: readonly string[], example: string) {
  return field<string>((written) => {
    if (schemes.some((scheme) => written.startsWith(`${scheme}:`)) && URL.canParse(written)) return { value: written };
    const shown = written.replace(/:\/\/[^@/]*@/, '://…@');
    return {
      says: `\`${shown}\` is no address of this store`,
      remedy: `write it as \`${example}\`, or leave it out for one of its own`,
    };
  });
}

/** Who may connect: at the upstream door the trusted mail systems, at the others anybody, so many at a time. */
import { BlockList, isIP, isIPv6 } from 'node:net';
import { REPLIES, type Reply } from './replies.ts';

/** For each address, in each process; Postfix allows as many. */
const CONNECTIONS_OF_ONE = 50;

export type Admission = {
  /** Null: come in. Whoever comes in must `leave`. */
  enter(ip: string): Reply | null;
  leave(ip: string): void;
};

/** `trusted`: addresses and CIDR blocks. */
export function onlyTrusted(trusted: readonly string[]): Admission {
  const list = new BlockList();
  for (const entry of trusted) {
    const [address = '', prefix] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) continue;
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  const enter = (ip: string): Reply | null =>
    isIP(ip) !== 0 && list.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4') ? null : REPLIES.untrusted;
  return { enter, leave: () => {} };
}

export function soManyEach(most = CONNECTIONS_OF_ONE): Admission {
  const here = new Map<string, number>();
  const enter = (ip: string): Reply | null => {
    const now = here.get(ip) ?? 0;
    if (now >= most) return REPLIES.tooManyConnections;
    here.set(ip, now + 1);
    return null;
  };
  const leave = (ip: string): void => {
    const now = here.get(ip) ?? 0;
    if (now <= 1) here.delete(ip);
    else here.set(ip, now - 1);
  };
  return { enter, leave };
}

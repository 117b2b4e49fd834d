/** The trace line of this hop (RFC 5321 §4.4). Every value that came from the client is checked before it is written. */
import { isIPv6 } from 'node:net';
import type { SpoolEnvelope } from '../../../queue/spool/envelope.ts';

/** One header field, folded, with its CRLF. `hostname` is ours. */
export function receivedLine(envelope: SpoolEnvelope, hostname: string): string {
  const { client, transmission, tls, id } = envelope;
  const from = client === null ? '' : `from ${domain(client.name)} ([${literal(client.ip)}])\r\n `;
  const protocol = /^[A-Z0-9]{1,20}$/.test(transmission) ? transmission : 'ESMTP';
  const secured =
    tls === null
      ? ''
      : ` (${tls
          .replace(/[^\w.:-]+/g, ' ')
          .trim()
          .slice(0, 60)})`;
  const by = `by ${hostname} with ${protocol}${secured} id ${id}`;
  return `Received: ${from}${by}${recipient(envelope)};\r\n ${mailDate(envelope.receivedAt)}\r\n`;
}

/** RFC 5322 §3.3, in UTC. */
export function mailDate(atMs: number): string {
  return new Date(atMs).toUTCString().replace('GMT', '+0000');
}

/** What the client called itself, where that can be a name or an address literal (§4.1.2, §4.1.3). */
function domain(name: string): string {
  return /^(\[[0-9A-Za-z.:]{1,60}\]|[0-9A-Za-z._-]{1,255})$/.test(name) ? name : 'unknown';
}

function literal(ip: string): string {
  const bare = ip.replace(/^::ffff:(?=\d+\.)/i, '').replace(/[^0-9A-Za-z.:]/g, '');
  return isIPv6(bare) ? `IPv6:${bare}` : bare;
}

/**
 * Only where there is one: a `for` among several would show one blind recipient to another. Never for a protected
 * copy: what we write on top of a letter is kept in the register.
 */
function recipient(envelope: SpoolEnvelope): string {
  const { recipients } = envelope;
  const address = recipients.length === 1 && !envelope.protected ? (recipients[0]?.address ?? '') : '';
  return /^[\x21-\x3b\x3d\x3f-\x7e]+@[0-9A-Za-z.[\]:-]+$/.test(address) ? `\r\n for <${address}>` : '';
}

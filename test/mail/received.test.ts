import { describe, expect, it } from 'vitest';
import type { SpoolEnvelope } from '../../queue/spool/envelope.ts';
import { receivedLine } from '../../src/mail/outgoing/received.ts';
import { envelopeTo } from './envelope.ts';

const line = (changes: Partial<SpoolEnvelope>) =>
  receivedLine({ ...envelopeTo('b@x.example'), ...changes }, 'post.example');

describe('our trace line', () => {
  it('says from whom, by whom, how, and when', () => {
    expect(line({})).toBe(
      'Received: from mua.example ([192.0.2.7])\r\n by post.example with ESMTPSA (TLSv1.3) id 01J00000000000000000000000\r\n for <b@x.example>;\r\n Sat, 21 Nov 2026 10:00:00 +0000\r\n',
    );
  });

  it('names no recipient where there are two: one may be blind', () => {
    expect(line({ recipients: [{ address: 'b@x.example' }, { address: 'c@x.example' }] })).not.toContain('for');
  });

  it('writes an IPv6 address and an address literal as RFC 5321 §4.1.3 has them', () => {
    expect(line({ client: { ip: '::1', name: '[IPv6:::1]' } })).toContain('from [IPv6:::1] ([IPv6:::1])');
    expect(line({ client: { ip: '::ffff:127.0.0.1', name: '[127.0.0.1]' } })).toContain(
      'from [127.0.0.1] ([127.0.0.1])',
    );
  });

  it('lets no client end the line or add to it', () => {
    const written = line({
      client: { ip: '192.0.2.7\r\nX: 1', name: 'mua\r\nBcc: c@x.example' },
      transmission: 'ESMTP\r\nX: 1',
      tls: 'TLS)\r\nX: 1',
      recipients: [{ address: 'b@x.example>\r\nX: 1' }],
    });
    expect(written.replace(/\r\n /g, ' ').match(/\r\n/g)).toHaveLength(1);
    expect(written).toContain('from unknown');
    expect(written).not.toContain('for <');
  });

  it('says nothing of a client where there was none', () => {
    expect(line({ client: null })).toMatch(/^Received: by post\.example with ESMTPSA/);
  });
});

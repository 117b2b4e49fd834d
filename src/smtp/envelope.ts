/** The session's envelope in the spool's words, addresses and DSN parameters as the client gave them. */
import type { SMTPServerAddress, SMTPServerSession } from 'smtp-server';
import type { SpoolEnvelope, SpoolRecipient } from '../../queue/spool/envelope.ts';
import { signedIn } from './sign-in.ts';

type Notify = NonNullable<SpoolRecipient['notify']>[number];
const NOTIFY: readonly Notify[] = ['NEVER', 'SUCCESS', 'FAILURE', 'DELAY'];

export function recipientOf({ address, dsn }: SMTPServerAddress): SpoolRecipient {
  const asked = dsn?.notify ?? [];
  const notify = NOTIFY.filter((each) => asked.includes(each));
  return {
    address,
    ...(notify.length > 0 ? { notify } : {}),
    ...(dsn?.orcpt ? { orcpt: dsn.orcpt } : {}),
  };
}

/** All that the entries of one transaction share, but for what is known only at its end. */
export function commonOf(session: SMTPServerSession, origin: SpoolEnvelope['origin']) {
  const { envelope, tlsOptions } = session;
  const ret = envelope.dsn?.ret;
  return {
    version: 1 as const,
    origin,
    mailFrom: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    dsn: { ret: ret === 'FULL' || ret === 'HDRS' ? ret : null, envid: envelope.dsn?.envid ?? null },
    eightBit: envelope.bodyType === '8bitmime',
    smtpUtf8: envelope.smtpUtf8 === true,
    client: { ip: session.remoteAddress, name: session.hostNameAppearsAs },
    account: signedIn(session)?.name ?? null,
    transmission: session.transmissionType,
    tls: tlsOptions === false ? null : `${tlsOptions.version} ${tlsOptions.name}`,
  } as const;
}

/** One door's server: the library, told what reliability asks of it, with our answers behind each command. */
import type { SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import { type Admission, onlyTrusted, soManyEach } from './admission.ts';
import { type Certificate, isLoopback } from './certificate.ts';
import { Server } from './conversation.ts';
import { type Door, type House, isForPeople } from './house.ts';
import { receive } from './receive.ts';
import { refuseRecipient } from './recipient.ts';
import { asError, REPLIES, type Reply, wordsOf } from './replies.ts';
import { refuseSender } from './sender.ts';
import { signInAt } from './sign-in.ts';

/** RFC 5321 §4.5.3.2.7 asks for five minutes. */
const IDLE_MS = 5 * 60_000;
/** Longer than the spool may take to commit: a 421 after a commit would make the client send the letter again. */
const CLOSE_MS = 75_000;
const MOST_CLIENTS = 1000;
/** Of the library, for want of a use or of a meaning. */
const NOT_OFFERED = ['XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL'];

export function serverAt(house: House, door: Door, certificate: Certificate): Server {
  const admission = door.name === 'smtp' ? onlyTrusted(house.settings.smtp.trusted) : soManyEach();
  const server = new Server({
    ...optionsFor(house, door, certificate),
    ...handlers(house, door, admission, () => server),
  });
  server.on('error', (error) => house.log.info({ err: error, door: door.name }, 'a connection ended in an error'));
  return server;
}

function optionsFor({ settings }: House, door: Door, certificate: Certificate): SMTPServerOptions {
  const { limits } = settings.smtp;
  // A certificate that proves nothing is worse than none where others can listen in: they could stand in between.
  const noTls = certificate.ownMaking && !isLoopback(door.listen.host);
  return {
    name: settings.hostname,
    cert: certificate.cert,
    key: certificate.key,
    secure: door.name === 'submissions',
    disabledCommands: [...NOT_OFFERED, ...(isForPeople(door) ? [] : ['AUTH']), ...(noTls ? ['STARTTLS'] : [])],
    size: limits.size,
    maxRecipients: limits.recipients,
    hideENHANCEDSTATUSCODES: false,
    hideDSN: false,
    disableReverseLookup: true,
    socketTimeout: IDLE_MS,
    closeTimeout: CLOSE_MS,
    maxClients: MOST_CLIENTS,
    authMethods: ['PLAIN', 'LOGIN'],
    authRequiredMessage: '5.7.0 sign in first, after STARTTLS',
    logger: false,
  };
}

type Handlers = Pick<SMTPServerOptions, 'onConnect' | 'onAuth' | 'onMailFrom' | 'onRcptTo' | 'onData' | 'onClose'>;

function handlers(house: House, door: Door, admission: Admission, server: () => Server): Handlers {
  const signIn = signInAt(house);
  const inside = new WeakSet<SMTPServerSession>();
  /** A bug of ours ends here: the client is told to try again, and the log says why. */
  const orInternal = (work: Promise<Reply | null>, session: SMTPServerSession): Promise<Reply | null> =>
    work.catch((error: unknown) => {
      house.log.error({ err: error, door: door.name, session: session.id }, 'an SMTP command could not be answered');
      return REPLIES.internal;
    });
  const answer = (
    work: Promise<Reply | null>,
    session: SMTPServerSession,
    done: (error?: Error | null) => void,
  ): void => {
    void orInternal(work, session).then((reply) => done(reply === null ? null : asError(reply)));
  };
  return {
    onConnect(session, done) {
      const refusal = admission.enter(session.remoteAddress);
      if (refusal === null) inside.add(session);
      done(refusal === null ? null : asError(refusal));
    },
    onClose(session) {
      if (inside.delete(session)) admission.leave(session.remoteAddress);
    },
    onAuth(given, session, done) {
      signIn(given, session).then(
        (result) => ('code' in result ? done(asError(result)) : done(null, { user: result })),
        (error: unknown) => {
          house.log.error({ err: error }, 'a sign-in could not be looked at');
          done(asError(REPLIES.signInLater));
        },
      );
    },
    onMailFrom: (sender, session, done) => answer(refuseSender(house, sender, session), session, done),
    onRcptTo: (recipient, session, done) => answer(refuseRecipient(house, door, recipient, session), session, done),
    onData(stream, session, done) {
      server().letterBegins(session);
      const dismiss = (reply: Reply): void => server().dismiss(session, reply);
      const isWhole = (): void => server().letterIsWhole(session);
      void receive({ house, door, session, stream, dismiss, isWhole })
        .catch((error: unknown) => {
          if (!stream.destroyed) house.log.error({ err: error }, 'a letter could not be received');
          return REPLIES.internal;
        })
        .then((reply) => {
          if (reply.code === 250) done(null, wordsOf(reply));
          else done(asError(reply));
          server().letterIsAnswered(session);
        });
    },
  };
}

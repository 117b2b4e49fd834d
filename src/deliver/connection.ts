/**
 * The one file that knows `nodemailer/lib/smtp-connection`: a connection that says what the next hop offers and sends
 * one transaction at a time. Never `sendMail`, which parses envelope addresses again and delivers
 * `a b@x` to `b@x`; here they go out verbatim.
 *
 * What it relies on beyond the documented interface is held by test/deliver/connection.test.ts: the envelope object
 * is filled in with `rejectedErrors`, a message stream is first read after the 354, a login handler sees the
 * extensions, commands pass through `_sendCommand`.
 */
import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import SMTPConnection, {
  type SMTPConnectionEnvelope,
  type SMTPConnectionOptions,
  type SMTPEnvelope,
} from 'nodemailer/lib/smtp-connection';
import type { Timeouts } from './timeouts.ts';

export type Target = {
  readonly host: string;
  readonly port: number;
  readonly implicitTls: boolean;
  /** `clear`: no STARTTLS even if offered. Only `required` checks the certificate. */
  readonly tls: 'clear' | 'opportunistic' | 'required';
  readonly hostname: string;
  readonly timeouts: Timeouts;
  /** PEM, beside the machine's own authorities. */
  readonly ca?: string;
  /** Gives up at once. */
  readonly stop: AbortSignal;
};

export type Offers = { readonly extensions: ReadonlySet<string> /** 0: none told. */; readonly maxSize: number };

export type Envelope = {
  readonly from: string;
  readonly to: readonly string[];
  readonly size: number;
  readonly eightBit: boolean;
  readonly smtpUtf8: boolean;
  readonly dsn: { ret: string | null; envid: string | null; notify: string[] | null; orcpt: string | null };
};

/** The hop's words: `response` as received, lines joined by LF. */
export type Refusal = { readonly recipient: string; readonly response: string };
export type Said =
  | { readonly kind: 'accepted'; readonly response: string; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'refused'; readonly response: string; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'broken'; readonly why: string };

export type Connection = {
  readonly offers: Offers;
  readonly secure: boolean;
  /** Calls back with what settled it, and maybe again; `body` is first read after the 354. */
  readonly send: (envelope: Envelope, body: Readable, done: (said: Said) => void) => void;
  readonly reset: () => Promise<boolean>;
  readonly onEnd: (listener: () => void) => void;
  readonly isOpen: () => boolean;
  /** Takes leave with QUIT. */
  readonly quit: () => void;
  /** Drops the line at once: what was not ended is not delivered. */
  readonly cut: () => void;
};

export type Opened =
  | { readonly kind: 'open'; readonly connection: Connection }
  /** `clearMayHelp`: it broke after the greeting, so that STARTTLS may be to blame. */
  | { readonly kind: 'failed'; readonly why: string; readonly clearMayHelp: boolean };

/** For the replies to RSET and QUIT, which cost a hop nothing. */
const LEAVE_MS = 2_000;

/** nodemailer names SMTPUTF8 only for addresses; a letter with UTF-8 headers needs it too (RFC 6531 §3.4). */
class Wire extends SMTPConnection {
  headersAreUtf8 = false;

  _sendCommand(command: string, shown?: string): void {
    const declare = this.headersAreUtf8 && command.startsWith('MAIL FROM:<') && !/ SMTPUTF8( |$)/.test(command);
    plainSendCommand.call(this, declare ? `${command} SMTPUTF8` : command, shown);
  }
}
const plainSendCommand = (SMTPConnection.prototype as unknown as Pick<Wire, '_sendCommand'>)._sendCommand;

/** Connects as far as the answer to EHLO, within `connectMs` all told. Never rejects. */
export async function openConnection(target: Target): Promise<Opened> {
  try {
    return await open(new Wire(options(target)), target);
  } catch (error) {
    return { kind: 'failed', why: oneLine((error as Error).message), clearMayHelp: false };
  }
}

function open(wire: Wire, target: Target): Promise<Opened> {
  return new Promise((resolve) => {
    const failed = (error: Error & { response?: string | undefined; timeoutType?: string | undefined }) => {
      clearTimeout(timer);
      const greetingFailed = error.response !== undefined || error.timeoutType === 'GREETING_TIMEOUT';
      resolve({
        kind: 'failed',
        why: oneLine(error.message),
        clearMayHelp: wire.stage === 'connected' && !greetingFailed,
      });
      wire.close();
    };
    // The library's own clock is stopped by the greeting: a hop that then falls silent would hold its slot.
    const timer = setTimeout(() => failed(tooSlow(wire, target.timeouts.connectMs)), target.timeouts.connectMs);
    wire.on('error', failed);
    const stopped = () => failed(new Error('the gateway is stopping'));
    target.stop.addEventListener('abort', stopped);
    wire.once('end', () => target.stop.removeEventListener('abort', stopped));
    if (target.stop.aborted) return stopped();
    wire.connect((error) => {
      if (error) return failed(error);
      // A 421 in answer to STARTTLS is reported as a connection that is closed by the next tick.
      setImmediate(() => {
        if (wire.destroyed) return failed(new Error('the connection was closed before a letter could be sent'));
        clearTimeout(timer);
        lookAtOffers(wire, (offers) => resolve({ kind: 'open', connection: connectionOver(wire, offers) }));
      });
    });
  });
}

/** Before the greeting, TLS cannot be to blame. */
function tooSlow({ lastServerResponse }: Wire, ms: number): Error & { timeoutType?: string } {
  const error = new Error(`no connection was ready within ${ms / 1000} s`);
  return lastServerResponse ? error : Object.assign(error, { timeoutType: 'GREETING_TIMEOUT' });
}

function options(target: Target): SMTPConnectionOptions {
  return {
    host: target.host,
    port: target.port,
    name: target.hostname,
    secure: target.implicitTls,
    ignoreTLS: target.tls === 'clear',
    requireTLS: target.tls === 'required' && !target.implicitTls,
    opportunisticTLS: target.tls === 'opportunistic',
    tls: {
      rejectUnauthorized: target.tls === 'required',
      ...(target.ca === undefined ? {} : { ca: [...rootCertificates, target.ca] }),
    },
    connectionTimeout: target.timeouts.connectMs,
    greetingTimeout: target.timeouts.connectMs,
    // The phases of a transaction are timed by transact.ts; this is what is left for a peer that just falls silent.
    socketTimeout: target.timeouts.finalMs + target.timeouts.bodyMs,
    // Closing must never be an orderly end of a body that lacks its dot.
    socketCloseTimeout: 0,
    allowInternalNetworkInterfaces: true,
    maxResponseSize: 64 * 1024,
    logger: false,
  };
}

/** A custom login handler is the documented way to be told extensions and size before a message; it sends nothing. */
function lookAtOffers(wire: Wire, done: (offers: Offers) => void): void {
  wire.customAuth.set('LOOK', ({ extensions, maxAllowedSize, resolve }) => {
    done({ extensions: new Set(extensions), maxSize: maxAllowedSize || 0 });
    resolve();
  });
  wire.login({ method: 'LOOK', user: 'nobody', pass: 'nothing' }, () => undefined);
}

function connectionOver(wire: Wire, offers: Offers): Connection {
  return {
    offers,
    secure: wire.secure,
    send: (envelope, body, done) => sendOver(wire, offers, envelope, body, done),
    reset: () => reset(wire),
    onEnd: (listener) => wire.once('end', listener),
    isOpen: () => !wire.destroyed,
    quit: () => {
      if (wire.destroyed) return;
      const timer = setTimeout(() => wire.close(), LEAVE_MS);
      wire.once('end', () => clearTimeout(timer));
      wire.quit();
    },
    cut: () => wire.close(),
  };
}

function reset(wire: Wire): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (clean: boolean) => {
      clearTimeout(timer);
      wire.off('end', ended);
      resolve(clean);
    };
    const ended = () => done(false);
    const timer = setTimeout(ended, LEAVE_MS);
    wire.once('end', ended);
    wire.reset((error) => done(!error));
  });
}

function sendOver(wire: Wire, offers: Offers, envelope: Envelope, body: Readable, done: (said: Said) => void): void {
  wire.headersAreUtf8 = envelope.smtpUtf8 && offers.extensions.has('SMTPUTF8');
  // The library writes what became of each recipient into this very object, also where it reports one error for all.
  const filledIn: SMTPEnvelope & Partial<Pick<SMTPConnectionEnvelope, 'rejectedErrors'>> = {
    from: envelope.from,
    to: [...envelope.to],
    size: envelope.size,
    use8BitMime: envelope.eightBit,
    dsn: envelope.dsn,
  };
  // A line that we cut ourselves tells the sender nothing. Where the library has an error to tell, that comes first.
  const ended = () => setImmediate(() => done({ kind: 'broken', why: 'the line was cut' }));
  wire.once('end', ended);
  wire.send(filledIn, body, (error, info) => {
    wire.off('end', ended);
    const refusals = (filledIn.rejectedErrors ?? []).map((one) => ({
      recipient: one.recipient ?? '',
      response: one.response ?? '',
    }));
    if (!error) done({ kind: 'accepted', response: info.response, refusals });
    else if (error.response !== undefined && error.command !== 'CONN') {
      // After a refused MAIL a pipelining hop refuses each RCPT only as out of order.
      done({ kind: 'refused', response: error.response, refusals: error.command === 'MAIL FROM' ? [] : refusals });
    } else done({ kind: 'broken', why: oneLine(error.message) });
  });
}

function oneLine(text: string): string {
  return text.replace(/[\x00-\x1f\x7f]+/g, ' ').slice(0, 300);
}

/**
 * One transaction over one connection: sends it, keeps the time, and says what is certain about it afterwards. Whether
 * the dot may have left is decided by the body having ended, never by the kind of error: a line dropped at DATA and
 * one dropped after the dot look the same to the library.
 */
import { bodyOf, type Progress } from './body.ts';
import type { Connection, Envelope, Said } from './connection.ts';
import { replies } from './replies.ts';
import type { Timeouts } from './timeouts.ts';
import type { Transaction, TransactionResult } from './transaction.ts';

export type Transacted = {
  readonly result: TransactionResult;
  /** Whether the line can carry another letter: `after-reset` where the hop may still hold an envelope. */
  readonly line: 'usable' | 'after-reset' | 'gone';
  /** Nothing of the letter was asked for: on a connection that had idled, this is no verdict on the letter. */
  readonly untouched: boolean;
};

/** Never rejects. Whatever is not cleanly over leaves the connection cut. */
export function transact(connection: Connection, transaction: Transaction, timeouts: Timeouts): Promise<Transacted> {
  return new Promise((resolve) => {
    let progress: Progress = 'envelope';
    let settled = false;
    const clock = stopwatch((why) => settle({ kind: 'broken', why }));

    const settle = (said: Said) => {
      if (settled) return;
      settled = true;
      clock.stop();
      const outcome = conclude(said, progress, transaction, connection);
      if (outcome.line === 'gone') {
        connection.cut();
        body.destroy();
      }
      resolve(outcome);
    };
    const body = bodyOf(transaction, (next) => {
      if (settled) throw new Error('the transaction is over');
      progress = next;
      // While our own register is asked, the hop is not to blame for the silence.
      if (next === 'asking') clock.stop();
      else if (next === 'ended') clock.start(timeouts.finalMs, 'no reply came to the end of the letter');
      else clock.start(timeouts.bodyMs, 'the next hop stopped taking the letter');
    });
    body.on('error', () => undefined);
    clock.start(timeouts.envelopeMs, 'no reply came to the envelope');
    try {
      connection.send(envelopeOf(transaction), body, settle);
    } catch (error) {
      settle({ kind: 'broken', why: (error as Error).message });
    }
  });
}

function conclude(said: Said, progress: Progress, transaction: Transaction, connection: Connection): Transacted {
  const untouched = progress === 'envelope';
  const midBody = progress === 'body' || progress === 'asking';
  const lost = (why: string): Transacted => ({
    result: progress === 'ended' ? { kind: 'unknown', why } : { kind: 'unreached', why },
    line: 'gone',
    untouched,
  });
  if (said.kind === 'broken') return lost(said.why);
  if (said.kind === 'accepted' && progress !== 'ended')
    return lost('the next hop said yes before the letter had ended');
  const answered = replies(
    said,
    transaction.recipients.map((one) => one.address),
  );
  if (answered === null) return lost(`the next hop gave no meaning to its reply: ${said.response.slice(0, 100)}`);
  const dsnOffered = connection.offers.extensions.has('DSN');
  const closing = midBody || said.response.startsWith('421') || !connection.isOpen();
  return {
    result: { kind: 'answered', replies: answered, dsnOffered },
    line: closing ? 'gone' : said.kind === 'accepted' ? 'usable' : 'after-reset',
    untouched: untouched && said.response.startsWith('421'),
  };
}

function envelopeOf({ mailFrom, recipients, size, eightBit, smtpUtf8, dsn }: Transaction): Envelope {
  return {
    from: mailFrom,
    to: recipients.map((recipient) => recipient.address),
    size,
    eightBit,
    smtpUtf8,
    dsn: {
      ret: dsn.ret,
      envid: dsn.envid,
      notify: common(recipients.map((one) => (one.notify?.length ? [...one.notify] : null))),
      orcpt: common(recipients.map((one) => one.orcpt ?? null)),
    },
  };
}

/** What all recipients share, else nothing: the library would give every one of them the first one's. */
function common<T>(values: readonly (T | null)[]): T | null {
  const [first = null] = values;
  return values.every((value) => JSON.stringify(value) === JSON.stringify(first)) ? first : null;
}

function stopwatch(expired: (why: string) => void) {
  let timer: NodeJS.Timeout | undefined;
  return {
    start(ms: number, why: string) {
      clearTimeout(timer);
      timer = setTimeout(() => expired(`${why} within ${Math.round(ms / 1000)} s`), ms);
    },
    stop: () => clearTimeout(timer),
  };
}

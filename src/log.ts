/**
 * The gateway's log: JSON lines in `data/postroom.log`, errors also on stderr. Never a letter's text, never a password;
 * what a stranger may have written (header values, addresses) cannot move the cursor of whoever reads the log.
 */
import { type Logger, multistream, pino, destination as toFile } from 'pino';
import { escapedForJson } from './printable.ts';

export type { Logger } from 'pino';

/** Bytes kept for a better time. */
const MOST_UNWRITTEN = 256 * 1024;

const SECRET = ['body', 'text', 'raw', 'bytes', 'password', 'secret', '*.body', '*.text', '*.password'];

/** `file`: absolute path of the log, or null for none; `errors`: a file descriptor for errors, or null for none. */
export function openLog(where: {
  readonly file: string | null;
  readonly errors: number | null;
  readonly process: string;
}): Logger {
  const streams = [];
  if (where.file !== null) streams.push({ level: 'info' as const, stream: written(where.file) });
  if (where.errors !== null) streams.push({ level: 'error' as const, stream: written(where.errors) });
  return pino(
    {
      base: { process: where.process, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET, censor: '[left out]' },
      formatters: { level: (label) => ({ level: label }), log: printableValues },
      serializers: { err: (error: Error) => printableValues({ ...pino.stdSerializers.err(error) }) },
    },
    multistream(streams),
  );
}

/**
 * Written at once: one write per line is atomic for several processes appending, and a crash loses no line. Where
 * nothing can be written (a full disk, a terminal that is gone) lines are dropped: letters matter more than the log.
 */
function written(dest: string | number) {
  const stream = toFile({ dest, sync: true, mkdir: true, maxLength: MOST_UNWRITTEN });
  stream.on('error', () => {});
  return stream;
}

/** A log that goes nowhere, for commands and tests. */
export function silentLog(): Logger {
  return pino({ level: 'silent' });
}

function printableValues(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, printable(value)]));
}

function printable(value: unknown): unknown {
  if (typeof value === 'string') return escapedForJson(value);
  if (Array.isArray(value)) return value.map(printable);
  if (isPlain(value)) return printableValues(value);
  return value;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

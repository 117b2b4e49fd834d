/** What can go wrong between a letter and the disk, in the two ways that a sender must be told apart. */

/** `full`: no room now, the same client may try later (452). `fault`: the disk or the file system failed (451). */
export type FaultKind = 'full' | 'fault';

export class SpoolFault extends Error {
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

/** Any error as a fault of the spool. */
export function asFault(error: unknown): SpoolFault {
  if (error instanceof SpoolFault) return error;
  const says = error instanceof Error ? error.message : String(error);
  return new SpoolFault(isFull(error) ? 'full' : 'fault', says, error);
}

function isFull(error: unknown): boolean {
  return hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT');
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

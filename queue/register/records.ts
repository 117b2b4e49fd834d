/**
 * The rows of the register, as values: what was decided of a letter, what became of each copy, and what is due.
 * States and their order: queue/README.md.
 */
import type { CouncilId, PersonId } from '../../rules/council.ts';
import type { Judgement } from '../../rules/judgement.ts';
import type { LetterId } from '../../rules/letter.ts';
import type { Sibling } from './siblings.ts';

export type LetterState = 'active' | 'settled' | 'purged' | 'bytes-missing';

export type CopyState =
  /** Waits for its author or a reviewer. */
  | 'held'
  /** Waits for a delivery attempt; its group says when. */
  | 'ready'
  | 'deferred'
  /** An attempt may have delivered it and nobody can know: it is sent again. */
  | 'uncertain'
  | 'delivered'
  /** Refused by the next hop or expired, and reported to the author. */
  | 'failed'
  /** As `failed`, where nobody may be told (null sender, NOTIFY=NEVER). */
  | 'failed-silent'
  /** Given back to the author with a report. */
  | 'returned'
  /** Another copy went to somebody else in its place. */
  | 'forwarded'
  /** Goes no further by a rule, with a record of why. */
  | 'withheld';

/**
 * Outgoing bytes, described against the immutable message.eml: each piece is new text, new bytes that are no UTF-8
 * (in base64), or a range of that file (`from` inclusive, `to` exclusive, in bytes). `sha256` is of the whole.
 */
export type Piece =
  | { readonly text: string }
  | { readonly base64: string }
  | { readonly from: number; readonly to: number };
export type Rendering = { readonly pieces: readonly Piece[]; readonly sha256: string; readonly size: number };

/** One copy in a decision. `n` is its place among the spool envelope's recipients, or beyond for added ones. */
export type DecidedCopy = {
  readonly n: number;
  /** In lower case; for a protected copy a keyed hash, which no command prints. */
  readonly address: string;
  /** Those that an attempt leads to only where the letter is decided a second time: queue/recovery/. */
  readonly state: Exclude<CopyState, 'deferred'>;
  readonly rules: readonly string[];
  readonly heldFor: 'author' | 'review' | null;
  readonly reviewer: PersonId | null;
  /** Index into the decision's renderings. */
  readonly rendering: number;
  /** The copy (`n`) that this one takes the place of. */
  readonly inPlaceOf: number | null;
  readonly transaction: TransactionTerms;
};

/**
 * What copies must share to leave in one SMTP transaction, besides their bytes: the register forms a group of all
 * ready copies with equal terms and equal rendering. NOTIFY and ORCPT belong here because nodemailer repeats them
 * on every RCPT of a transaction.
 */
export type TransactionTerms = {
  readonly route: string;
  readonly mailFrom: string;
  readonly notify: readonly string[];
  readonly orcpt: string | null;
};

/** Something that must exist because of the decision: a notice, a report. `key` is unique within the letter. */
export type DecidedEffect = {
  readonly key: string;
  readonly kind: 'notice' | 'report';
  readonly payload: unknown;
  /** When it was required, where that was before now. */
  readonly at?: number;
  /** The same for what one notice is enough for, whichever of a letter's transactions it is required by. */
  readonly once?: string;
};

export type Decision = {
  readonly id: LetterId;
  readonly council: CouncilId;
  readonly origin: 'upstream' | 'submission' | 'inbound' | 'own';
  readonly protected: boolean;
  readonly policyVersion: number | null;
  readonly receivedAt: number;
  readonly size: number;
  readonly sha256: string;
  /** All null for a protected letter. */
  readonly envelopeFrom: string | null;
  readonly author: string | null;
  readonly subject: string | null;
  readonly messageId: string | null;
  readonly visible: readonly string[];
  readonly judgement: Judgement | null;
  readonly renderings: readonly Rendering[];
  readonly copies: readonly DecidedCopy[];
  readonly effects: readonly DecidedEffect[];
  /** For the letter's other transactions; null for a protected letter, our own, and one that could not be read. */
  readonly sibling: Sibling | null;
};

/** What a delivery attempt needs, claimed by one worker. */
export type Attempt = {
  readonly letter: LetterId;
  readonly council: CouncilId;
  readonly group: number;
  readonly attempt: number;
  readonly rendering: Rendering;
  /** Null for a protected letter, whose register rows name nobody: its terms stand in the spool envelope. */
  readonly terms: TransactionTerms | null;
  /** Of a protected letter the address is a keyed hash: the spool envelope's recipient `n` is whom it goes to. */
  readonly copies: readonly { readonly n: number; readonly address: string }[];
  readonly protected: boolean;
  readonly receivedAt: number;
  /** How often it was tried before. */
  readonly tries: number;
};

/** What the next hop said of one copy. */
export type CopyResult =
  | { readonly n: number; readonly kind: 'delivered'; readonly reply: string }
  | { readonly n: number; readonly kind: 'deferred'; readonly reply: string; readonly nextAt: number }
  | { readonly n: number; readonly kind: 'failed'; readonly reply: string; readonly report: boolean };

/** An act of a reviewer or operator on copies that are held. */
export type Act = {
  readonly letter: LetterId;
  readonly copies: readonly number[];
  readonly kind: 'release' | 'return' | 'forward';
  readonly actor: string;
  readonly reason: string;
  /** For `forward`: who gets it instead. */
  readonly to?: {
    readonly person: PersonId;
    readonly address: string;
    readonly terms: TransactionTerms;
    readonly rendering: Rendering;
  };
  /** Notices and reports that the act calls for, required in the same transaction. */
  readonly effects: readonly DecidedEffect[];
};

export type RegisterEvent = {
  readonly at: number;
  readonly actor: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

export type HeldLetter = {
  readonly id: LetterId;
  readonly council: CouncilId;
  readonly at: number;
  readonly from: string;
  readonly subject: string;
  /** Its bytes are gone from the spool: nothing of it can be released. */
  readonly bytesMissing: boolean;
  readonly copies: readonly {
    readonly n: number;
    readonly to: string;
    readonly rules: readonly string[];
    readonly for: 'author' | 'review';
    readonly reviewer: PersonId | null;
  }[];
};

export type LetterRecord = {
  readonly id: LetterId;
  readonly council: CouncilId;
  readonly state: LetterState;
  readonly origin: Decision['origin'];
  readonly at: number;
  readonly from: string;
  readonly author: string | null;
  readonly subject: string;
  readonly messageId: string | null;
  readonly sha256: string;
  readonly policyVersion: number | null;
  readonly judgement: Judgement | null;
  readonly copies: readonly {
    readonly n: number;
    readonly to: string;
    readonly state: CopyState;
    readonly rules: readonly string[];
    readonly heldFor: 'author' | 'review' | null;
    readonly reviewer: PersonId | null;
    readonly inPlaceOf: number | null;
    readonly lastReply: string | null;
    /** When it is tried next, milliseconds since 1970. */
    readonly nextAt: number | null;
    readonly uncertain: number;
    readonly rendering: Rendering;
  }[];
  readonly events: readonly RegisterEvent[];
};

export type DueEffect = {
  readonly letter: LetterId;
  readonly council: CouncilId;
  readonly key: string;
  readonly kind: DecidedEffect['kind'];
  readonly payload: unknown;
  /** When it became required, milliseconds since 1970; the child's id is made from it. */
  readonly at: number;
};

/**
 * A letter as the rules see it: who sent it to whom, and what its author wrote. Made from bytes by `src/mail/`,
 * and from nothing else; the rules never touch bytes.
 */
import type { EmailAddress } from './address.ts';

/** A ULID: the letter's name in the `250`, in `X-Postroom-Id`, on disk and in the register. */
export type LetterId = string & { readonly __brand: 'LetterId' };

export type Mailbox = { readonly name: string; readonly address: EmailAddress };

/** Whether the connection proves who wrote the letter (rules of correspondence, *author*). */
export type Proof =
  | { readonly kind: 'proven'; readonly by: 'upstream' | 'login' | 'dkim' | 'arc' | 'case' }
  | { readonly kind: 'unproven'; readonly why: string };

/** One text that a reader may see. `part` is its IMAP part number (`1`, `1.2`). */
export type TextPart = { readonly part: string; readonly kind: 'plain' | 'html' | 'other'; readonly text: string };

/** Something about how the letter is built that its readers' programs may understand differently. */
export type Anomaly = { readonly kind: string; readonly where: string };

export type Body =
  | {
      readonly kind: 'read';
      readonly texts: readonly TextPart[];
      /** Whether earlier correspondence is quoted or forwarded in it. */
      readonly quotesCorrespondence: boolean;
      /** The lines that close the author's own words: name, office, telephone. */
      readonly signature: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly why: string };

export type Letter = {
  readonly id: LetterId;
  readonly envelope: {
    /** `null` is the null sender, `MAIL FROM:<>`. */
    readonly from: EmailAddress | null;
    /** Without the protected ones, which no rule sees. In the order of the RCPT commands, each once. */
    readonly to: readonly EmailAddress[];
  };
  readonly proof: Proof;
  readonly from: readonly Mailbox[];
  readonly sender: Mailbox | null;
  readonly replyTo: readonly Mailbox[];
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly bcc: readonly Mailbox[];
  readonly subject: string;
  readonly messageId: string | null;
  /** Message-IDs of `In-Reply-To` and `References`, oldest first, without angle brackets. */
  readonly references: readonly string[];
  /** The `Date:` header as it stands, or `null`. */
  readonly date: string | null;
  /** `Auto-Submitted` (RFC 3834), in lower case; `null` where absent. */
  readonly autoSubmitted: string | null;
  /** `Precedence` and `List-Id`, as they stand; `null` where absent. */
  readonly precedence: string | null;
  readonly listId: string | null;
  /** S/MIME or OpenPGP signed: it must not be altered. */
  readonly signed: boolean;
  readonly encrypted: boolean;
  /** `multipart/report` (RFC 6522). */
  readonly report: boolean;
  readonly body: Body;
  readonly anomalies: readonly Anomaly[];
};

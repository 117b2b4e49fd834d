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

/**
 * One text that a reader may see. `part` is its IMAP part number (`1`, `1.2`); of a letter inside part 2, `2/1`; of
 * what is unpacked from part 2, `2:name`.
 */
export type TextPart = {
  readonly part: string;
  readonly kind: 'plain' | 'html' | 'calendar' | 'other';
  /** In the letter's own body, in a file or appointment beside it, in a letter inside it, or around its parts. */
  readonly stands: 'body' | 'attached' | 'enclosed' | 'loose';
  /** As a reader sees it, with LF line ends; zero-width characters stand as they came. */
  readonly text: string;
  /** What the part holds and no reader sees: by style, size, colour, or as a comment. */
  readonly hidden: readonly string[];
  /** Who speaks where: in order, without gap or overlap, from 0 to the text's length. Only `body` texts have own words. */
  readonly stretches: readonly Stretch[];
};

/** A run of a text by who speaks in it. `from` inclusive, `to` exclusive, in UTF-16 units. */
export type Stretch = {
  readonly kind: 'own' | 'quoted' | 'forwarded' | 'signature' | 'footer' | 'banner';
  readonly from: number;
  readonly to: number;
};

/** Earlier correspondence in a letter, and what it says of itself. One inside the other counts as two. */
export type Quotation = {
  readonly kind: 'quoted' | 'forwarded' | 'enclosed';
  readonly part: string;
  /** Where its words lie in that part's text, without the lines that introduce it. */
  readonly from: number;
  readonly to: number;
  /** 1 is the latest; a quotation inside it is 2. */
  readonly depth: number;
  readonly author: Named | null;
  readonly recipients: readonly Named[];
  /** As written; `null` where it does not say. */
  readonly date: string | null;
  readonly subject: string | null;
  readonly messageId: string | null;
};

/** Somebody as a quotation names them: often by name alone. */
export type Named = { readonly name: string; readonly address: EmailAddress | null };

/** A file that travels with the letter, or a picture in it. */
export type Enclosure = {
  readonly part: string;
  readonly name: string | null;
  /** `application/pdf`, as the letter says. */
  readonly type: string;
  /** Of the decoded bytes, in hex; and how many they are. */
  readonly sha256: string;
  readonly size: number;
  /** Shown where it stands (a logo), not offered as a file. */
  readonly inline: boolean;
};

/** Something about how the letter is built that its readers' programs may understand differently. */
export type Anomaly = { readonly kind: string; readonly where: string };

export type Body =
  | {
      readonly kind: 'read';
      readonly texts: readonly TextPart[];
      readonly quotations: readonly Quotation[];
      readonly enclosures: readonly Enclosure[];
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
  /** Header fields that may mark it: `Sensitivity`, `msip_labels` and their like, by lower-case name. */
  readonly labels: readonly { readonly header: string; readonly value: string }[];
  readonly body: Body;
  readonly anomalies: readonly Anomaly[];
};

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
  /** Of a letter inside this one: its own header fields that may mark it, as in `Letter.labels`. */
  readonly labels?: Letter['labels'];
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

/**
 * What mail systems on the way say of this copy and how it came to its recipients. Anybody can write such a thing:
 * it is believed of a trusted mail system alone (`recipient-class.ts`).
 */
export type Handling = {
  /** ORCPT (RFC 3461 §4.2): for whom a copy was first meant, where the client says that. */
  readonly originals: readonly { readonly copy: EmailAddress; readonly original: EmailAddress }[];
  /** RFC 5322 §3.6.6: each time that somebody passed it on under its author's name, the latest first. */
  readonly resent: readonly Resent[];
  /** Exchange's `Recipient-P2-Type`: in which field this copy's recipients stood, themselves or through a group. */
  readonly fieldOfCopy: readonly ('to' | 'cc' | 'bcc')[];
  /** Exchange's `History`: the groups that were expanded to them, the mailboxes that forwarded to them. */
  readonly history: readonly { readonly how: 'expanded' | 'forwarded'; readonly address: EmailAddress }[];
  /** `X-Gm-Original-To`: to whom it was addressed before a routing rule sent it elsewhere. */
  readonly originalTo: readonly EmailAddress[];
  /** A mailbox says that it forwards by itself: `Autoforwarded: true` and its like. */
  readonly autoForwarded: boolean;
  /** Whom its appointment calls a room or a piece of equipment (RFC 5545 §3.2.3). */
  readonly rooms: readonly EmailAddress[];
};

export type Resent = {
  readonly by: readonly EmailAddress[];
  /** `Resent-To` and `Resent-Cc`. */
  readonly to: readonly EmailAddress[];
  readonly bcc: readonly EmailAddress[];
};

export const NO_HANDLING: Handling = {
  originals: [],
  resent: [],
  fieldOfCopy: [],
  history: [],
  originalTo: [],
  autoForwarded: false,
  rooms: [],
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
  /** `Precedence`, `List-Id` and `List-Post`, as they stand; `null` where absent. */
  readonly precedence: string | null;
  readonly listId: string | null;
  readonly listPost: string | null;
  readonly handling: Handling;
  /** The same for each transaction that one letter comes in, whatever was written above it; `null` where unread. */
  readonly contentHash: string | null;
  /** S/MIME or OpenPGP signed: it must not be altered. */
  readonly signed: boolean;
  /** Why no words can be added to its text, a clause; only known once that was tried. */
  readonly fixedText?: string;
  readonly encrypted: boolean;
  /** `multipart/report` (RFC 6522). */
  readonly report: boolean;
  /** Header fields that may mark it: `Sensitivity`, `msip_labels` and their like, by lower-case name. */
  readonly labels: readonly { readonly header: string; readonly value: string }[];
  readonly body: Body;
  readonly anomalies: readonly Anomaly[];
};

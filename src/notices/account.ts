/**
 * What a notice is told about one letter: who wrote it, what became of each copy, which rules were at work. Copies to
 * protected addresses are not in it, and must never be put there.
 */
import type { EmailAddress } from '../../rules/address.ts';
import type { Finding } from '../../rules/judgement.ts';
import type { LetterId, Mailbox } from '../../rules/letter.ts';
import type { Protocol } from '../../rules/protocol.ts';
import type { Language } from './wording.ts';

/** Somebody with a post in the council: `Moira Lang`, `Town Clerk`. */
export type Named = { readonly name: string; readonly post: string | null };
export type Contact = Named & { readonly address: EmailAddress };

export type CopyAccount = {
  /** As the judgement names it, in lower case. */
  readonly to: EmailAddress;
  /** From the directory, else as the author wrote it. */
  readonly name: string | null;
  readonly inside: boolean;
  /** The author gave it to nobody to see. */
  readonly blind: boolean;
  /** We showed it to everybody, under `Cc`. */
  readonly opened: boolean;
  readonly became: Became;
};

export type Became =
  /** Handed on, or about to be; what the next hop then says is a delivery report's business. */
  | { readonly kind: 'sent' }
  | { readonly kind: 'held'; readonly for: 'author' }
  | { readonly kind: 'held'; readonly for: 'review'; readonly reviewer: Named }
  | { readonly kind: 'forwarded'; readonly to: Contact }
  | { readonly kind: 'returned' }
  /** We have lost the letter, and it had not gone. */
  | { readonly kind: 'lost' }
  /** We have lost the letter, and cannot know whether it had gone. */
  | { readonly kind: 'unsure' };

/** Why the author is written to: the letter has just been judged, or somebody has acted on what was held. */
export type Occasion =
  | { readonly kind: 'judged' }
  | ({
      readonly kind: 'acted';
      readonly by: Named;
      /** Milliseconds since 1970. */
      readonly at: number;
      readonly reason: string;
      /** Which of the copies it was about; `became` tells how each stands after it. */
      readonly copies: readonly EmailAddress[];
    } & ({ readonly act: 'release' | 'return' } | { readonly act: 'forward'; readonly to: Contact }));

export type LetterAccount = {
  readonly id: LetterId;
  readonly subject: string;
  /** Without angle brackets. */
  readonly messageId: string | null;
  readonly references: readonly string[];
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
};

/** Who writes, in whose name, and where an answer goes. */
export type Letterhead = {
  readonly language: Language;
  readonly councilName: string;
  /** IANA time zone in which times are told. */
  readonly zone: string;
  /** Right of the @ in our Message-ID. */
  readonly hostname: string;
  /** The address in `From:`. */
  readonly from: EmailAddress;
  /** Reaches a person. */
  readonly replyTo: EmailAddress;
  readonly properOfficer: Contact;
};

export type AuthorNotice = {
  /** The notice's own id: its Message-ID is made from it. `at`: its Date, milliseconds since 1970. */
  readonly notice: { readonly id: LetterId; readonly at: number };
  readonly letterhead: Letterhead;
  readonly protocol: Pick<Protocol, 'id' | 'title'>;
  readonly to: Mailbox;
  readonly letter: LetterAccount;
  readonly occasion: Occasion;
  /** In the author's order. */
  readonly copies: readonly CopyAccount[];
  /** Those in monitor mode are passed over. */
  readonly findings: readonly Finding[];
};

/** That a letter's text is lost, or is there again after its loss was told. */
export type LossNotice = Pick<AuthorNotice, 'notice' | 'letterhead' | 'to' | 'letter'> & {
  readonly loss: 'lost' | 'found';
  readonly reader:
    | { readonly kind: 'author' }
    /** `author`: a name, or an address outside. */
    | { readonly kind: 'reviewer' | 'proper-officer'; readonly author: string; readonly authorIsTold: boolean };
  /** For the author all of them; for a reviewer those that waited for them. Never a protected one. */
  readonly copies: readonly CopyAccount[];
};

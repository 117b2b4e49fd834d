/**
 * What the gateway knows of a letter besides its bytes, fixed at the commit point and never changed: it lies beside
 * the message as `envelope.json`. Addresses stand here as the client gave them; everything else folds them.
 */
import type { CouncilId } from '../../rules/council.ts';
import type { LetterId, Proof } from '../../rules/letter.ts';

export type SpoolRecipient = {
  /** Verbatim, for the next hop. */
  readonly address: string;
  /** RFC 3461 §4.1, upper case; left out where the client said nothing. */
  readonly notify?: readonly ('NEVER' | 'SUCCESS' | 'FAILURE' | 'DELAY')[];
  /** RFC 3461 §4.2, decoded, with its type: `rfc822;jane@x`. */
  readonly orcpt?: string;
};

export type SpoolEnvelope = {
  readonly version: 1;
  readonly id: LetterId;
  readonly council: CouncilId;
  /** How it came. `own` is what the gateway writes itself: never judged, never answered. */
  readonly origin: 'upstream' | 'submission' | 'inbound' | 'own';
  /** Copies to protected addresses alone: nothing of them is read or shown. */
  readonly protected: boolean;
  /** Empty for the null sender. */
  readonly mailFrom: string;
  readonly recipients: readonly SpoolRecipient[];
  readonly dsn: { readonly ret: 'FULL' | 'HDRS' | null; readonly envid: string | null };
  readonly eightBit: boolean;
  readonly smtpUtf8: boolean;
  readonly proof: Proof;
  readonly client: { readonly ip: string; readonly name: string } | null;
  /** Who signed in; null without AUTH. */
  readonly account: string | null;
  /** RFC 3848 keyword for `Received`: ESMTP, ESMTPS, ESMTPSA … */
  readonly transmission: string;
  readonly tls: string | null;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** Of `message.eml`. */
  readonly size: number;
  readonly sha256: string;
  /** For `own`: what it is and which letter's effect it is. */
  readonly child?: { readonly parent: LetterId; readonly effect: string; readonly kind: 'notice' | 'report' };
};

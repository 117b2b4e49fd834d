/** What can come out of a part that holds more than one thing: an Outlook bundle, a saved letter, a signed wrapping. */
import type { Quotation } from '../../../rules/letter.ts';

export type Unpacked =
  /** Its own words, already characters. */
  | { readonly kind: 'text'; readonly name: string; readonly type: 'text/plain' | 'text/html'; readonly text: string }
  | {
      readonly kind: 'file';
      readonly name: string | null;
      /** '' where nothing is said. */
      readonly type: string;
      readonly contentId: string | null;
      readonly bytes: Buffer;
    }
  /** A letter that is not kept as mail: what it says of itself, and what is in it. */
  | {
      readonly kind: 'letter';
      readonly name: string | null;
      readonly head: EnclosedHead;
      readonly within: readonly Unpacked[];
    };

export type EnclosedHead = Pick<Quotation, 'author' | 'recipients' | 'date' | 'subject' | 'messageId' | 'labels'>;

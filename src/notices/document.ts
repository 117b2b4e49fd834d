/** A notice before it is text or HTML: what is said, in which order. Every string in it is already plain words. */

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Somebody else's words, or a clause: `lead` says whose. */
  | { readonly kind: 'quote'; readonly lead: string; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'copies';
      readonly columns: readonly [string, string];
      readonly rows: readonly { readonly to: string; readonly became: string }[];
    };

export type Document = {
  /** BCP 47, for `lang` and `Content-Language`. */
  readonly language: string;
  readonly subject: string;
  readonly blocks: readonly Block[];
};

/** A part's text as its reader sees it, before anybody asks who speaks in it. */

export type SeenText = {
  /** LF line ends. */
  readonly text: string;
  /** What the part holds and no reader sees. */
  readonly hidden: readonly string[];
  /** What HTML says about who speaks; may nest, never cross. Plain text has none. */
  readonly regions: readonly Region[];
};

/**
 * `quote`: what a program marked as quoted; `introduction`: its own lines before a quotation (“On … wrote:”, Outlook's
 * head of fields); `signature`; `rule`: a line drawn across. Offsets in `text`, `from` inclusive, `to` exclusive.
 */
export type Region = {
  readonly kind: 'quote' | 'introduction' | 'signature' | 'rule';
  readonly from: number;
  readonly to: number;
};

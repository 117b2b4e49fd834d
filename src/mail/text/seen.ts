/** A part's text as its reader sees it, before anybody asks who speaks in it. */

export type SeenText = {
  /** LF line ends. */
  readonly text: string;
  /** What the part holds and no reader sees, run by run, white space folded. Comments too. */
  readonly hidden: readonly string[];
  /**
   * What HTML says about who speaks, by where it begins, the outer before the inner; may nest, never cross. Plain text
   * has none.
   */
  readonly regions: readonly Region[];
};

/**
 * `quote`: what a program marked as quoted; `introduction`: its own lines before a quotation (“On … wrote:”, Outlook's
 * head of fields), directly before its quote or at the quote's beginning, as its program wrote it; `signature`; `rule`:
 * a line drawn across, before the line that begins at `from`, and empty itself. No other region is empty.
 * Offsets in `text`, `from` inclusive, `to` exclusive.
 */
export type Region = {
  readonly kind: 'quote' | 'introduction' | 'signature' | 'rule';
  readonly from: number;
  readonly to: number;
};

/**
 * Conditional comments: `<!--[if mso]> … <![endif]-->` is a comment to every program but Outlook for Windows, which shows
 * what stands in it. That is a text some reader sees.
 */

export type Conditional =
  | { readonly kind: 'none' }
  /** Only a mark around markup that stands outside the comment. */
  | { readonly kind: 'mark' }
  | { readonly kind: 'shown' | 'unseen'; readonly markup: string };

export function readConditional(comment: string): Conditional {
  if (/^\s*(?:<!)?\[endif\]/i.test(comment.slice(0, 40))) return { kind: 'mark' };
  const [start, condition = ''] = /^\s*\[if\s([^\]]{0,100})\]>/i.exec(comment.slice(0, 120)) ?? [];
  if (start === undefined) return { kind: 'none' };
  const markup = comment.slice(start.length).replace(/<!\[endif\]\s*$/i, '');
  // `<!--[if !mso]><!-->` opens what everybody else sees.
  if (/^\s*(?:<!)?-{0,2}$/.test(markup.slice(0, 20)) && markup.length < 20) return { kind: 'mark' };
  return { kind: isOutlooks(condition.toLowerCase()) ? 'shown' : 'unseen', markup };
}

/** `gte mso 9`, `(mso)|(IE)`, `vml`; not `!mso`, which no program shows, nor fields and lists that Outlook reads itself. */
function isOutlooks(condition: string): boolean {
  return /(?:^|[^!\w])(?:mso|ie|vml|true)\b/.test(condition.replace(/!\s*\(?\s*/g, '!').replace(/\((?!!)/g, ' '));
}

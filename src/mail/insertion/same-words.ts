/** Whether two texts say the same, however their lines are broken and their quotation marks drawn. */

/** Without white space; typographic signs as typewriters have them. */
export function bare(text: string): string {
  return text
    .replace(/\s+/g, '')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[‐‑‒–—−]/g, '-')
    .replaceAll('…', '...')
    .replaceAll('•', '*');
}

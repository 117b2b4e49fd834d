/** HTML → what its reader sees of it, what is hidden in it, and who speaks where, as its programs marked it. */
import { setInLines } from './html-lines.ts';
import { readPage } from './html-page.ts';
import { settleRegions } from './html-regions.ts';
import type { SeenText } from './seen.ts';

export function seenInHtml(html: string): SeenText {
  const { pieces, hidden } = readPage(html);
  const { text, regions } = setInLines(pieces);
  return { text, hidden, regions: settleRegions(text, regions) };
}

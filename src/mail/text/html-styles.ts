/** The `<style>` elements of a page, wherever they stand: browsers apply one in the body to what is before it, too. */
import { contentOf } from './html-names.ts';
import { readSheet, type Sheet } from './html-sheet.ts';
import { readTokens } from './html-tokens.ts';

export function sheetOf(html: string): Sheet | null {
  if (!/<style/i.test(html)) return null;
  const styles: string[] = [];
  let inStyle = false;
  readTokens(html, {
    open: (name) => {
      inStyle = name === 'style';
      return contentOf(name);
    },
    close: () => {
      inStyle = false;
    },
    text: (text) => {
      if (inStyle) styles.push(text);
    },
    comment: () => undefined,
    lost: () => undefined,
    isForeign: () => false,
  });
  return readSheet(styles);
}

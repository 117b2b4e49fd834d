/**
 * What a page says once for all of it: its `<style>` elements, wherever they stand (browsers apply one in the body to
 * what is before it, too), and the body's own tag.
 */
import { contentOf } from './html-names.ts';
import { readSheet, type Sheet } from './html-sheet.ts';
import { readTokens } from './html-tokens.ts';

/** `body`: the attributes of its first tag, as they stand. */
export type Survey = { readonly sheet: Sheet | null; readonly body: string };

export const NOTHING_SAID: Survey = { sheet: null, body: '' };

export function surveyOf(html: string): Survey {
  if (!/<(?:style|body)/i.test(html)) return NOTHING_SAID;
  const styles: string[] = [];
  let body: string | null = null;
  let inStyle = false;
  let inTemplate = false;
  readTokens(html, {
    open: (name, markup) => {
      inStyle = name === 'style';
      if (name === 'template') inTemplate = true;
      // A body in a template is none; whether this one is, we do not follow.
      if (name === 'body') body ??= inTemplate ? ' bgcolor=unsure text=unsure' : markup;
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
  return { sheet: readSheet(styles), body: body ?? '' };
}

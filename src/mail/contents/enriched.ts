/** text/enriched (RFC 1896) and text/richtext before it (RFC 1341) → the text that a reader sees. */
import type { SeenText } from '../text/seen.ts';

/** Commands whose content is for programs. */
const UNSEEN = /^(param|comment)$/;

export function seenInEnriched(source: string, type: string): SeenText {
  const unseen: string[] = [];
  const kept: string[] = [];
  let silent: string | null = null;
  for (const piece of source.match(/<<|<\/?[A-Za-z0-9-]{1,60}>|[^<]+|</g) ?? []) {
    const command = /^<(\/?)([A-Za-z0-9-]+)>$/.exec(piece);
    const name = command?.[2]?.toLowerCase() ?? '';
    if (silent !== null) {
      if (command?.[1] && name === silent) silent = null;
      else unseen.push(piece);
    } else if (command === null) kept.push(piece === '<<' ? '<' : piece);
    else if (!command[1] && UNSEEN.test(name)) silent = name;
    else kept.push(meaning(name, command[1] !== ''));
  }
  return { text: refilled(kept.join(''), type), hidden: unseen.filter((text) => text.trim() !== ''), regions: [] };
}

function meaning(name: string, closes: boolean): string {
  if (name === 'lt') return '<';
  return name === 'nl' || name === 'np' || (name === 'paragraph' && closes) ? '\n\n' : '';
}

/** RFC 1896 §3: one line end is a space, of several one fewer count. In richtext none counts at all. */
function refilled(text: string, type: string): string {
  const lf = text.replaceAll('\r\n', '\n');
  return lf
    .replace(/\n+/g, (ends) => (ends.length === 1 && type !== 'text/richtext' ? ' ' : ends.slice(1) || ' '))
    .trim();
}

/** A notice as plain text, complete by itself: no line longer than 76 characters, nothing told by layout alone. */
import type { Block, Document } from './document.ts';

/** RFC 5322 §2.1.1 would have 78; up to 76 the encoder leaves English text as it is. */
const WIDTH = 76;

/** Lines end in CRLF, as in mail. */
export function asText(document: Document): string {
  return `${document.blocks.map(block).join('\n\n')}\n`.replace(/\n/g, '\r\n');
}

function block(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return underlined(block.text);
    case 'paragraph':
      return wrap(block.text);
    case 'quote':
      return `${wrap(block.lead)}\n\n${wrap(block.text, '    ')}`;
    case 'list':
      return block.items.map((item) => wrap(item, '- ', '  ')).join('\n');
    case 'copies':
      return block.rows.map((row) => `${wrap(row.to)}\n${wrap(row.became, '    ')}`).join('\n');
  }
}

function underlined(text: string): string {
  const line = wrap(text);
  return `${line}\n${'-'.repeat(Math.min(line.length, WIDTH))}`;
}

/** Breaks at spaces; a word wider than the line (an address, a language without spaces) is broken where it must be. */
function wrap(text: string, first = '', rest = first): string {
  const room = WIDTH - Math.max(first.length, rest.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((word) => pieces(word, room))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if ([...longer].length <= room) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  return lines.map((each, n) => (n === 0 ? first : rest) + each).join('\n');
}

function pieces(word: string, room: number): string[] {
  const characters = [...word];
  if (characters.length <= room) return [word];
  const found: string[] = [];
  for (let at = 0; at < characters.length; at += room) found.push(characters.slice(at, at + room).join(''));
  return found;
}

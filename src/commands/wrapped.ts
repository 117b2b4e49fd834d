/** Text broken at spaces to fit a terminal, each line behind its indent; a word too long for a line is cut. */

const COLUMNS = 100;

export type Indent = { readonly first: string; readonly rest: string };

/** `text` is one line. What is wide on a terminal (CJK, emoji) counts as one column. */
export function wrapped(text: string, { first, rest }: Indent): readonly string[] {
  const lines: string[] = [];
  let left = text;
  for (let indent = first; ; indent = rest) {
    const room = COLUMNS - indent.length;
    if (left.length <= room) return [...lines, `${indent}${left}`.trimEnd()];
    const space = left.lastIndexOf(' ', room);
    // Half a line is too little to break for: a long address or a run of no spaces is cut.
    const end = space > room / 2 ? space : cutAt(left, room);
    lines.push(`${indent}${left.slice(0, end)}`.trimEnd());
    left = left.slice(end).trimStart();
  }
}

/** Not between the halves of a surrogate pair. */
function cutAt(text: string, room: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(room - 1)) ? room - 1 : room;
}

/**
 * `format=flowed` undone (RFC 3676): lines that a program broke become paragraphs again. Never across two depths of
 * quotation: an answer below a quoted line would else be read as quoted. mailparser joins those, hence our own.
 */

/** `text` has LF line ends. `delSp`: the space that marks a soft break is no part of the text (§4.1). */
export function unflowed(text: string, delSp: boolean): string {
  const paragraphs: string[] = [];
  let open: Paragraph | null = null;
  for (const line of text.split('\n')) {
    const { depth, content } = readLine(line);
    // §4.3: the signature separator ends with a space, and flows nowhere.
    const flows = content.endsWith(' ') && content !== '-- ';
    // §4.5: a change of depth ends a paragraph, however its last line ends.
    if (open !== null && (open.depth !== depth || content === '-- ')) open = closed(open, paragraphs);
    open ??= { depth, pieces: [] };
    open.pieces.push(flows && delSp ? content.slice(0, -1) : content);
    if (!flows) open = closed(open, paragraphs);
  }
  if (open !== null) closed(open, paragraphs);
  return paragraphs.join('\n');
}

type Paragraph = { readonly depth: number; readonly pieces: string[] };

function closed({ depth, pieces }: Paragraph, paragraphs: string[]): null {
  const text = pieces.join('');
  paragraphs.push(depth > 0 ? `${'>'.repeat(depth)} ${text}` : text);
  return null;
}

/** §4.4, §4.5: marks first, then the one space that keeps a line from being taken for something else. */
function readLine(line: string): { readonly depth: number; readonly content: string } {
  let depth = 0;
  while (line.charCodeAt(depth) === 0x3e) depth++;
  const content = line.slice(depth);
  return { depth, content: content.startsWith(' ') ? content.slice(1) : content };
}

/** Who speaks where in a text: the author, somebody quoted, a signature, a footer. */
import type { Quotation, Stretch } from '../../../rules/letter.ts';
import { quoteBegins } from './quotes.ts';
import type { SeenText } from './seen.ts';

export type Speakers = {
  readonly stretches: readonly Stretch[];
  readonly quotations: readonly Omit<Quotation, 'part'>[];
};

export function speakersIn({ text, regions }: SeenText): Speakers {
  const lines = text.split('\n');
  const begins = quoteBegins(lines);
  const marked = regions.filter(({ kind }) => kind === 'quote').map(({ from }) => from);
  const byLines = begins < lines.length ? lines.slice(0, begins).join('\n').length + (begins > 0 ? 1 : 0) : text.length;
  const from = Math.min(byLines, ...marked, text.length);
  if (from === text.length && marked.length === 0) return { stretches: covering([['own', 0, from]]), quotations: [] };
  return {
    stretches: covering([
      ['own', 0, from],
      ['quoted', from, text.length],
    ]),
    quotations: [{ ...UNKNOWN, from, to: text.length }],
  };
}

const UNKNOWN = {
  kind: 'quoted',
  depth: 1,
  author: null,
  recipients: [],
  date: null,
  subject: null,
  messageId: null,
} as const;

function covering(runs: readonly (readonly [Stretch['kind'], number, number])[]): readonly Stretch[] {
  return runs.filter(([, from, to]) => to > from).map(([kind, from, to]) => ({ kind, from, to }));
}

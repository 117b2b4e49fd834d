/** What `show` tells of a letter, as data and as a page to read. */
import { printableLine, printableText } from '../printable.ts';

export type Page = {
  readonly id: string;
  /** ISO 8601, as all times here. */
  readonly at: string;
  readonly state: string;
  readonly from: string;
  readonly author: string | null;
  readonly subject: string;
  readonly policyVersion: number | null;
  readonly outcome: string | null;
  readonly copies: readonly {
    readonly n: number;
    readonly to: string;
    readonly state: string;
    readonly rules: readonly string[];
    readonly heldFor: 'author' | 'review' | null;
    readonly reviewer: string | null;
    readonly inPlaceOf: number | null;
    readonly lastReply: string | null;
    readonly nextAt: string | null;
    readonly uncertain: number;
    /** Of the bytes that leave, or left. */
    readonly sha256: string;
    readonly size: number;
  }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly mode: string;
    readonly clauses: readonly string[];
    readonly words: readonly string[];
    readonly facts: Readonly<Record<string, string>>;
  }[];
  readonly events: readonly {
    readonly at: string;
    readonly actor: string;
    readonly kind: string;
    readonly payload: Readonly<Record<string, unknown>>;
  }[];
  /** Only where a copy waits for review. */
  readonly text: string | null;
};

export const TEXT_IS_LOST = 'its text is missing from the spool: nothing more of it can leave until that is back';

export function pageText(page: Page): string {
  const lines = [
    `${page.id}  ${page.state}  received ${page.at}`,
    `From:    ${page.author ?? page.from}`,
    `Subject: ${page.subject}`,
    ...(page.state === 'bytes-missing' ? [TEXT_IS_LOST] : []),
    '',
    ...page.copies.flatMap(copyLines),
    ...page.findings.map(findingLine),
    '',
    ...page.events.map((event) => `${event.at}  ${event.kind} by ${event.actor}${reasonOf(event.payload)}`),
  ];
  const text = page.text === null ? '' : `\nThe letter as its readers would see it:\n\n${printableText(page.text)}\n`;
  return `${lines.map(printableLine).join('\n')}\n${text}`;
}

function copyLines(copy: Page['copies'][number]): string[] {
  const held =
    copy.state === 'held' ? ` for ${copy.heldFor === 'review' ? `review by ${copy.reviewer}` : 'its author'}` : '';
  const next = copy.nextAt === null ? '' : `, next attempt ${copy.nextAt}`;
  const said = copy.lastReply === null ? '' : `: ${copy.lastReply}`;
  const twice = copy.uncertain === 0 ? '' : ` (${copy.uncertain} earlier attempts may have arrived)`;
  return [
    `  copy ${copy.n} to ${copy.to}: ${copy.state}${held}${next}${said}${twice}`,
    `    sha256 ${copy.sha256}, ${copy.size} bytes`,
  ];
}

function findingLine(finding: Page['findings'][number]): string {
  const clauses = finding.clauses.length === 0 ? '' : ` (clause ${finding.clauses.join(', ')})`;
  const words = finding.words.map((each) => ` “${each}”`).join('');
  const why = finding.facts.why === undefined ? '' : ` ${finding.facts.why}`;
  return `  ${finding.rule}${clauses}, ${finding.mode}:${words}${why}`;
}

function reasonOf(payload: Readonly<Record<string, unknown>>): string {
  return typeof payload.reason === 'string' ? `: ${payload.reason}` : '';
}

/** What has been found in a letter so far, and how much more may be. One for a letter with all that is inside it. */
import type { Anomaly, Enclosure, Quotation, TextPart } from '../../../rules/letter.ts';
import type { Writer } from '../text/stretches.ts';

export type Gathered = {
  readonly texts: TextPart[];
  readonly quotations: Quotation[];
  readonly enclosures: Enclosure[];
  readonly anomalies: Anomaly[];
  /** The lines that close the author's own words, each once. */
  readonly signature: Set<string>;
  readonly left: { letters: number; files: number; bytes: number; text: number };
};

/** Where in the letter we are. */
export type Setting = {
  /** Before a part's number: `` in the letter itself, `2/` in a letter that is its part 2, `2:` in a bundle. */
  readonly prefix: string;
  /** In the letter itself, or in one inside it. */
  readonly stands: 'body' | 'enclosed';
  /** Letters around this one. */
  readonly depth: number;
  /** Wrappings around this: letters, signatures, bundles. */
  readonly layers: number;
  /** What the header of the letter whose texts these are says of its author. */
  readonly writer: Writer;
};

/** Letters in each other, and wrappings of all kinds; what lies deeper is told as unread. */
const DEEPEST_LETTER = 10;
const MOST_LAYERS = 20;

/** The setting of what is inside; `null` where that is too deep. */
export function within(setting: Setting, prefix: string): Setting | null {
  return setting.layers >= MOST_LAYERS ? null : { ...setting, prefix, layers: setting.layers + 1 };
}

export function withinLetter(setting: Setting, prefix: string, writer: Writer): Setting | null {
  const inside = setting.depth >= DEEPEST_LETTER ? null : within(setting, prefix);
  return inside === null ? null : { ...inside, stands: 'enclosed', depth: setting.depth + 1, writer };
}

const MB = 1024 * 1024;

export function nothingYet(): Gathered {
  return {
    texts: [],
    quotations: [],
    enclosures: [],
    anomalies: [],
    signature: new Set(),
    left: { letters: 500, files: 1_000, bytes: 100 * MB, text: 100 * MB },
  };
}

/** False where it would be too much: the part is then told as unread. */
export function spend(gathered: Gathered, what: keyof Gathered['left'], amount: number): boolean {
  gathered.left[what] -= amount;
  return gathered.left[what] >= 0;
}

export function report(gathered: Gathered, kind: string, number: string): void {
  if (gathered.anomalies.length < 200)
    gathered.anomalies.push({ kind, where: number === '' ? 'letter' : `part ${number}` });
}

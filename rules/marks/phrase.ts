/**
 * What a phrase marks: confidential, OFFICIAL-SENSITIVE, exempt from publication. Words come folded, see `folded.ts`.
 * Blind to markings in other languages than English and Welsh, and to what a council calls its own levels, unless it lists their labels.
 */

/** `restricted` is the old government scheme's PROTECT, RESTRICTED and above; `private` what says no more than that. */
export type Level = 'confidential' | 'official-sensitive' | 'exempt' | 'restricted' | 'private';

const CONFIDENTIAL =
  'confidential|cyfrinachol|in (?:the )?(?:strict |strictest |utmost |commercial )?confidence|commercially sensitive';
const LEVELS: readonly (readonly [Level, RegExp])[] = [
  ['official-sensitive', /\bofficial sens(?:itive)?\b/],
  [
    'exempt',
    /\bexempt (?:information|business|items?|from (?:publication|disclosure))\b|\bnot for publication\b|^exempt$/,
  ],
  ['confidential', new RegExp(`\\b(?:${CONFIDENTIAL})\\b`)],
  ['restricted', /^(?:protect|restricted|secret|top secret)\b/],
  ['private', /^(?:strictly )?private(?: only)?$/],
];

const DENIED =
  /\b(?:not|non|no longer|nothing|never|isn t|un|de|formerly|previously|neither|nor|was)(?: (?:at all|in any way|strictly|marked|protectively|longer|private and|private &))? (?:confidential|exempt|official sensitive|restricted|in confidence)/;

/** What the words of a phrase say that it is; `null` for OFFICIAL, PUBLIC, and what denies it. */
export function levelOf(words: string): Level | null {
  if (DENIED.test(words)) return null;
  return LEVELS.find(([, said]) => said.test(words))?.[0] ?? null;
}

/** Words that stand in markings and say nothing else. */
const OF_MARKINGS = new Set(
  `confidential cyfrinachol confidence strictly strict strictest utmost highly most very extremely private personal personally and & commercial commercially in
  official sensitive sens staff personnel hr management medical client legal legally privileged privilege addressee addressees recipient recipients
  named members member councillors councillor cllrs cllr officers officer only for to of or the all your eyes committee panel council councils councillor
  not publication circulation further onward distribution disclosure forwarding copying do share copy forward circulate part ii 2 1 i two exempt
  information business item items by virtue under within meaning paragraph paragraphs para paras schedule sch 12a local government act 1972 as
  amended section s 100a 100i 3 4 5 6 7 contains this is report paper papers note memo memorandum
  briefing marking locsen restricted protect secret top public uncontrolled when printed handling with care`
    .trim()
    .split(/\s+/),
);
const LONGEST = 20;

/** The level of what is a marking and nothing more: `STRICTLY PRIVATE AND CONFIDENTIAL – members only`. */
export function markAlone(words: string): Level | null {
  const each = words.split(' ', LONGEST + 1);
  return each.length <= LONGEST && each.every((word) => OF_MARKINGS.has(word)) ? levelOf(words) : null;
}

const BEFORE =
  'strictly|highly|most|very|extremely|private|personal|legally|privileged|commercial|commercially|staff|management|addressee|and|&';
const LEAD = new RegExp(
  `^(?:(?:${BEFORE})[ ,/]{1,3}){0,5}(?:confidential|cyfrinachol|in (?:the )?(?:strict |strictest |utmost )?confidence|private (?:and|&) conf(?:idential)?|p ?& ?c|commercial[ -]in[ -]confidence|commercially sensitive|official *[-:–—/(\\[]{0,2} *sens(?:itive)?(?: ?[-–—:] ?(?:commercial|personal|personnel|staff|locsen|legal|hr|medical|finance)){0,2}|not for publication|exempt (?:information|business|items?)|confidential (?:business|items?)|exempt(?= ?[-–—:,(] ?(?:under )?(?:para(?:graph)?s?|sch(?:edule)?|part|section|s) ?\\d))(?![\\p{L}\\p{N}])`,
  'u',
);

/** How much of a folded line its opening marking takes up, and its level; `null` where it opens with none. */
export function leadingMark(line: string): { readonly length: number; readonly level: Level } | null {
  const found = LEAD.exec(line.slice(0, 200));
  if (found === null) return null;
  const level = /^p ?&/.test(found[0])
    ? 'confidential'
    : (levelOf(found[0].replace(/[^\p{L}\p{N}&]+/gu, ' ')) ?? 'confidential');
  return { length: found[0].length, level };
}

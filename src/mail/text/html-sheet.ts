/**
 * The rules of a letter's `<style>` elements: which declarations they give to an element. Of what they may do on some
 * screens only (`@media`), or by selectors beyond tag, class and id, nothing is sure, and nothing is hidden by it.
 */
import { type Declarations, readDeclarations, splitOutside, withoutComments } from './html-declarations.ts';

/** An element as selectors see it. */
export type Selectable = {
  readonly name: string;
  readonly id: string;
  readonly classes: readonly string[];
  readonly parent: Selectable | null;
};

export type Matched = { readonly declarations: Declarations; readonly sure: boolean };

/** Such as `td.body#main`. */
type Compound = { readonly name: string; readonly id: string; readonly classes: readonly string[] };
export type Rule = {
  /** From the element itself outwards. */
  readonly compounds: readonly Compound[];
  /** `a > b`: each is the parent of the one before; else any ancestor. */
  readonly parents: boolean;
  readonly declarations: Declarations;
  readonly weight: number;
  readonly sure: boolean;
};

export type Sheet = { readonly byKey: ReadonlyMap<string, readonly Rule[]>; steps: number };

const LONGEST = 500_000;
const MOST_RULES = 5_000;
const MOST_RULES_A_KEY = 200;
/** Of matching in one letter. Beyond it every colour is unsure. */
const MOST_STEPS = 3_000_000;

export function readSheet(styles: readonly string[]): Sheet | null {
  const css = styles.join('\n');
  if (css.trim() === '') return null;
  const byKey = new Map<string, Rule[]>();
  const sheet: Sheet = { byKey, steps: css.length > LONGEST ? 0 : MOST_STEPS };
  for (const block of blocks(withoutComments(css.slice(0, LONGEST)).replace(/<!--|-->/g, ' ')))
    if (!addRules(byKey, block)) sheet.steps = 0;
  return sheet;
}

/** `false` where there are more than we follow, or of a kind that we do not. */
function addRules(byKey: Map<string, Rule[]>, { selectors, body, sure, order }: Block): boolean {
  if (body.includes('{') || order > MOST_RULES) return false;
  const declarations = readDeclarations(body);
  if (declarations.normal.size + declarations.important.size === 0) return true;
  for (const selector of splitOutside(selectors, ',')) {
    const rule = readRule(selector.trim(), { declarations, sure, order });
    if (rule === null) continue;
    const key = keyOf(rule.compounds[0]);
    const others = byKey.get(key) ?? [];
    if (others.length >= MOST_RULES_A_KEY) return false;
    byKey.set(key, others);
    others.push(rule);
  }
  return true;
}

type Block = { readonly selectors: string; readonly body: string; readonly sure: boolean; readonly order: number };

/** Style rules in their order; those inside `@media` and its like are unsure. */
function* blocks(css: string): Generator<Block> {
  const finder = /[{};]/g;
  let from = 0;
  let within = 0;
  let order = 0;
  for (let found = finder.exec(css); found; found = finder.exec(css)) {
    const head = css.slice(from, found.index).trim();
    from = finder.lastIndex;
    if (found[0] === '}') within = Math.max(0, within - 1);
    if (found[0] !== '{') continue;
    if (/^@(?:media|supports|layer|container|document|-moz-document|scope)/i.test(head)) {
      within++;
      continue;
    }
    const end = css.indexOf('}', from);
    const body = css.slice(from, end < 0 ? css.length : end);
    if (!head.startsWith('@')) yield { selectors: head, body, sure: within === 0, order: order++ };
    if (head.startsWith('@') && body.includes('{')) within++;
    from = finder.lastIndex = end < 0 ? css.length : end + 1;
  }
}

type Given = { readonly declarations: Declarations; readonly sure: boolean; readonly order: number };

function readRule(selector: string, { declarations, sure, order }: Given): Rule | null {
  const parts = selector.slice(0, 500).split(/[\s>]+/);
  const parents = selector.includes('>');
  const mixed = parents && /[^\s>]\s+[^\s>]/.test(selector);
  const simple = !mixed && selector.length < 500 && !/[[\]:+~\\"'|&]/.test(selector);
  const read = (simple ? parts : parts.slice(-1)).map(compound).toReversed();
  const [first] = read;
  if (first === undefined || selector === '') return null;
  return { compounds: read, parents, declarations, weight: weightOf(read) * MOST_RULES + order, sure: sure && simple };
}

/** Selectors level 4 §17: ids before classes before names. */
function weightOf(compounds: readonly Compound[]): number {
  const weights = compounds.map(
    ({ id, classes, name }) => (id === '' ? 0 : 10_000) + classes.length * 100 + (name === '' ? 0 : 1),
  );
  return weights.reduce((sum, each) => sum + each, 0);
}

/** Pseudo-classes and attributes are left out: the rule is unsure and may fit whatever is left. */
function compound(part: string): Compound {
  const plain = part.replace(/[[:\\].*$/s, '');
  const name = /^[^.#*]*/.exec(plain)?.[0] ?? '';
  const classes = [...plain.matchAll(/\.([^.#]+)/g)].map((match) => match[1] ?? '');
  return { name: name.toLowerCase(), id: /#([^.#]+)/.exec(plain)?.[1] ?? '', classes };
}

function keyOf(first: Compound | undefined): string {
  if (first === undefined) return '*';
  if (first.id !== '') return `#${first.id.toLowerCase()}`;
  if (first.classes[0] !== undefined) return `.${first.classes[0].toLowerCase()}`;
  return first.name === '' ? '*' : first.name;
}

/** The rules that may fit an element of this name, id and classes. */
export function rulesFor(sheet: Sheet, { name, id, classes }: Omit<Selectable, 'parent'>): readonly Rule[] {
  const keys = new Set(['*', name, ...classes.map((each) => `.${each.toLowerCase()}`)]);
  if (id !== '') keys.add(`#${id.toLowerCase()}`);
  const rules = sheet.steps <= 0 ? [] : [...keys].flatMap((key) => sheet.byKey.get(key) ?? []);
  sheet.steps -= rules.length;
  return rules.sort((a, b) => a.weight - b.weight);
}

/** Whether they fit whatever the element stands in. */
export function fitAnywhere(rules: readonly Rule[]): boolean {
  return rules.every(({ compounds }) => compounds.length === 1);
}

/** Those that fit, weakest first; `null` where there are too many to say. */
export function matching(sheet: Sheet, rules: readonly Rule[], element: Selectable): readonly Matched[] | null {
  if (sheet.steps <= 0) return null;
  const found: Matched[] = [];
  for (const rule of rules) {
    const fit = fits(sheet, rule, element);
    if (sheet.steps <= 0) return null;
    if (fit !== 'no') found.push({ declarations: rule.declarations, sure: rule.sure && fit === 'exactly' });
  }
  return found;
}

type Fit = 'no' | 'but for case' | 'exactly';

/** Programs that read in quirks mode compare classes without case. */
function fits(sheet: Sheet, { compounds, parents }: Rule, element: Selectable): Fit {
  let exact = true;
  let at: Selectable | null = element;
  for (const [n, each] of compounds.entries()) {
    let fit: Fit = 'no';
    for (; at !== null; at = at.parent) {
      sheet.steps--;
      fit = fitsCompound(each, at);
      if (fit !== 'no' || parents || n === 0 || sheet.steps <= 0) break;
    }
    if (fit === 'no') return 'no';
    if (fit === 'but for case') exact = false;
    at = at?.parent ?? null;
  }
  return exact ? 'exactly' : 'but for case';
}

function fitsCompound(each: Compound, { name, id, classes }: Selectable): Fit {
  if (each.name !== '' && each.name !== name) return 'no';
  const wanted: (readonly [string, readonly string[]])[] = each.classes.map((one) => [one, classes]);
  if (each.id !== '') wanted.push([each.id, [id]]);
  if (wanted.every(([one, has]) => has.includes(one))) return 'exactly';
  const folds = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  return wanted.every(([one, has]) => has.some((other) => folds(one, other))) ? 'but for case' : 'no';
}

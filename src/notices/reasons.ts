/**
 * Why: for every rule that fired, which copy or which words it is about, and the clause by number in our own words.
 * A rule has sentences of its own in the catalogue (`why.RULE.EFFECT`) or is explained by its clause alone.
 */
import type { Effect, Finding } from '../../rules/judgement.ts';
import type { Clause } from '../../rules/protocol.ts';
import type { AuthorNotice, CopyAccount } from './account.ts';
import type { Block } from './document.ts';
import { copyNames } from './phrases.ts';
import { asciiWords, plainWords } from './plain-words.ts';
import type { CountedKey, Voice } from './wording.ts';

const WORDS_SHOWN = 3;

export function reasons(voice: Voice, notice: AuthorNotice): Block[] {
  const findings = firing(notice);
  if (findings.length === 0) return [];
  const heading = notice.occasion.kind === 'acted' ? 'heading.why.acted' : 'heading.why';
  return [{ kind: 'heading', text: voice.say(heading) }, ...findings.flatMap((each) => reason(voice, notice, each))];
}

/** What was only recorded is not the author's to read. */
export function firing({ findings }: Pick<AuthorNotice, 'findings'>): Finding[] {
  return findings.filter(({ mode }) => mode !== 'monitor');
}

function reason(voice: Voice, notice: AuthorNotice, finding: Finding): Block[] {
  return [
    ...deeds(notice, finding).map(({ deed, copies }): Block => {
      const names = { names: copyNames(voice, copies) };
      return { kind: 'paragraph', text: voice.count(sentence(voice, finding, deed), copies.length, names) };
    }),
    ...because(voice, finding),
    ...words(voice, notice, finding),
    ...finding.clauses.map((each) => clause(voice, notice, each)),
  ];
}

/** What a finding does to one copy. */
type OnCopy = Extract<Effect, { readonly copy: unknown }>;
type Deed = Exclude<OnCopy['kind'], 'hold'> | 'advise' | 'hold-author' | 'hold-review' | 'signed' | 'asked';

/** What the rule did, each with the copies it did it to. Advice is worth a sentence only where nothing else was done. */
function deeds(notice: AuthorNotice, finding: Finding): { deed: Deed; copies: CopyAccount[] }[] {
  const found = new Map<Deed, CopyAccount[]>();
  for (const effect of finding.effects) {
    if (!('copy' in effect) || waits(finding, effect)) continue;
    for (const copy of notice.copies.filter(({ to }) => to === effect.copy)) {
      const deed = deedOf(finding, effect, copy);
      found.set(deed, [...(found.get(deed) ?? []), copy]);
    }
  }
  return found.size > 0 ? [...found].map(([deed, copies]) => ({ deed, copies })) : [advice(notice)];
}

/** A copy that is held is opened only when it is released; until then only the hold is told. */
function waits({ effects }: Finding, effect: Effect): boolean {
  if (effect.kind !== 'open-copy') return false;
  return effects.some((other) => other.kind === 'hold' && other.copy === effect.copy);
}

/** Advice names no copy: it is about the blind ones where there are any, else about the letter. */
function advice({ copies }: AuthorNotice): { deed: Deed; copies: CopyAccount[] } {
  const blind = copies.filter(({ blind }) => blind);
  return { deed: 'advise', copies: blind.length > 0 ? blind : copies.slice(0, 1) };
}

function deedOf({ rule, mode, facts }: Finding, effect: OnCopy, copy: CopyAccount): Deed {
  if (mode === 'advise') return 'advise';
  if (effect.kind !== 'hold') return effect.kind;
  // Somebody inside is opened, not held for the author, unless the letter is signed or the author is to be asked.
  if (rule === 'blind-copies' && effect.for === 'author' && copy.inside)
    return facts.signed === 'yes' ? 'signed' : 'asked';
  return `hold-${effect.for}`;
}

function sentence(voice: Voice, { rule }: Finding, deed: Deed): CountedKey {
  const own = `why.${rule}.${deed}`;
  return voice.has(own) ? own : `why.any.${deed === 'signed' || deed === 'asked' ? 'hold-author' : deed}`;
}

function because(voice: Voice, { rule, facts }: Finding): Block[] {
  const why = plainWords(facts.why ?? '', 200);
  return rule === 'unreadable' && why !== ''
    ? [{ kind: 'quote', lead: voice.say('why.unreadable.because'), text: why }]
    : [];
}

/** The author's own words; evidence that is but a copy's address says nothing the sentence above has not said. */
function words(voice: Voice, { copies }: AuthorNotice, { evidence }: Finding): Block[] {
  const addresses = new Set<string>(copies.map(({ to }) => to));
  return evidence
    .filter(({ words }) => words.trim() !== '' && !addresses.has(words.trim().toLowerCase()))
    .slice(0, WORDS_SHOWN)
    .map(({ words }) => ({ kind: 'quote', lead: voice.say('why.words'), text: `"${plainWords(words, 300)}"` }));
}

function clause(voice: Voice, { protocol, letterhead }: AuthorNotice, { number, source, paraphrase }: Clause): Block {
  const values = {
    number: asciiWords(number, 20),
    title: plainWords(protocol.title, 160),
    source: placeName(source),
    council: plainWords(letterhead.councilName, 120),
  };
  const lead = voice.say(source === protocol.id ? 'why.clause' : 'why.clause.borrowed', values);
  return { kind: 'quote', lead, text: plainWords(paraphrase, 600) };
}

/** `ottery-st-mary` is Ottery St Mary. */
function placeName(source: string): string {
  return plainWords(source, 60)
    .replace(/-/g, ' ')
    .replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/**
 * The order of judgement. What is protected is not looked at; a null-sender report passes; what comes from outside is
 * delivered as it is, whatever it says and however badly it is built; only what an inside author sends is judged, and
 * held where it cannot be read or where a rule fails.
 */
import { unaccounted } from './accounted.ts';
import type { EmailAddress } from './address.ts';
import { authorsOf, claimsCouncil, type InsideAuthor, isInsideAuthor } from './author.ts';
import { BUILT } from './catalogue.ts';
import { withoutProtected } from './correspondence/protected-channels.ts';
import type { Council } from './council.ts';
import { isAtCouncil, isInside } from './directory.ts';
import type { History } from './history.ts';
import type { Effect, Finding, Judgement, NoticeIntent } from './judgement.ts';
import type { Letter } from './letter.ts';
import { blindIn, visibleIn } from './recipients.ts';
import type { Matter, Rule } from './rule.ts';
import { advises, settle } from './settle.ts';
import { signatoryOf } from './signatory.ts';
import { adapted } from './temper.ts';
import { inOrder, tryRules } from './try-rules.ts';

export type Asked = {
  readonly letter: Letter;
  readonly council: Council;
  readonly history: History;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** What each copy of the letter gets, and why. The same for the same values, always; never throws for a rule's fault. */
export function judge(letter: Letter, council: Council, history: History, now: number): Judgement {
  return judgeBy(BUILT, { letter, council, history, now });
}

/** The same under other rules than those of the catalogue. */
export function judgeBy(rules: readonly Rule[], asked: Asked): Judgement {
  const letter = withoutProtected(asked.letter, asked.council);
  const isReport = letter.report && letter.envelope.from === null;
  const matter = matterOf({ ...asked, letter });
  if (isReport || letter.envelope.to.length === 0) return conclude(matter, [], []);
  return matter.authors.some(isInsideAuthor) ? judgeInside(rules, matter) : judgeOutside(rules, matter);
}

function matterOf(asked: Asked): Matter {
  const { letter, council } = asked;
  const authors = authorsOf(letter, council);
  const visible = visibleIn(letter, council);
  const signatory = signatoryOf(letter, council);
  const isAuthor = authors.some((author) => author.kind === 'person' && author.person.id === signatory?.id);
  const blind = blindIn(letter, council, authors, asked.history.siblings);
  return { ...asked, authors, signatory: isAuthor ? null : signatory, visible, blind };
}

function judgeInside(rules: readonly Rule[], matter: Matter): Judgement {
  const tried = inOrder(rules, matter.council);
  const findings = [...unreadable(matter, 'enforce'), ...tryRules(tried, matter)];
  return conclude(
    matter,
    findings.map((finding) => adapted(finding, matter)),
    tried,
  );
}

/** Nothing that comes in is stopped or altered: whatever a rule finds, and whatever goes wrong, is recorded alone. */
function judgeOutside(rules: readonly Rule[], matter: Matter): Judgement {
  const tried = inOrder(rules, matter.council).filter((rule) => rule.looksAt === 'everything');
  const found = tryRules(tried, matter).map((finding) => ({
    ...finding,
    mode: finding.rule === 'check-failed' ? ('monitor' as const) : finding.mode,
    effects: finding.effects.filter((effect) => effect.kind !== 'advise' && !('copy' in effect)),
  }));
  return conclude(matter, [...unreadable(matter, 'monitor'), ...unproven(matter), ...found], tried);
}

function unreadable({ letter }: Matter, mode: 'enforce' | 'monitor'): readonly Finding[] {
  const why = unaccounted(letter);
  if (why === null) return [];
  const effects = mode === 'enforce' ? letter.envelope.to.map(holdForAuthor) : [];
  return [{ rule: 'unreadable', clauses: [], mode, evidence: [], effects, facts: { why } }];
}

/** An author whom nothing proves may write to the council, marked as such, and is refused for anywhere else. */
function unproven({ letter, council, authors }: Matter): readonly Finding[] {
  const { proof } = letter;
  const ours = (address: EmailAddress) => isAtCouncil(council, address) || isInside(council, address);
  const proven = proof.kind === 'proven' && authors.every(({ address }) => ours(address));
  // What has the null sender is an answer of a mail system's or an absent person's: it goes where it is sent.
  const passes = proven || authors.length === 0 || letter.envelope.from === null;
  const refused = passes ? [] : letter.envelope.to.filter((address) => !ours(address));
  if (refused.length === 0 && (proof.kind === 'proven' || !claimsCouncil(letter, council))) return [];
  const why = proof.kind === 'unproven' ? proof.why : 'the author is nobody of the council';
  const effects = refused.map((copy): Effect => ({ kind: 'return', copy }));
  const mode = refused.length > 0 ? 'enforce' : 'monitor';
  return [{ rule: 'unproven', clauses: [], mode, evidence: [], effects, facts: { why } }];
}

function conclude(matter: Matter, findings: readonly Finding[], tried: readonly Rule[]): Judgement {
  const settled = settle(matter, findings);
  const others = toldOf(findings);
  const happened = settled.outcome !== 'deliver' || others.length > 0;
  const own = happened || advises(findings) ? noticesToAuthors(matter, advises(findings)) : [];
  return { ...settled, findings, notices: [...own, ...others], tried: tried.map(({ id }) => id) };
}

/** Whoever else is told, the author is told of it too. */
function toldOf(findings: readonly Finding[]): readonly NoticeIntent[] {
  const inForce = findings.filter(({ mode }) => mode === 'enforce');
  return inForce.flatMap(({ effects }) => effects.flatMap((effect) => (effect.kind === 'tell' ? [effect.notice] : [])));
}

/** Nobody outside, and nobody unproven, is written to about what they sent. */
function noticesToAuthors({ authors }: Matter, advise: boolean): readonly NoticeIntent[] {
  const to = new Set(authors.filter(isInsideAuthor).map(whereToTell));
  return [...to].map((address) => ({ kind: 'author', to: address, advise }));
}

/** Where they wrote from; who signed for a shared mailbox is told at their own address, for others read the shared one. */
function whereToTell(author: InsideAuthor): EmailAddress {
  return author.kind === 'person' && author.mailbox !== null ? author.person.email : author.address;
}

function holdForAuthor(copy: EmailAddress): Effect {
  return { kind: 'hold', copy, for: 'author' };
}

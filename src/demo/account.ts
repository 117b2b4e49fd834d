/** What `postroom demo` tells of one letter: each copy, what became of it and why, and the files to look into. */
import type { LetterRecord } from '../../queue/register/records.ts';
import type { Followed, Trail } from './follow.ts';
import type { HandedIn } from './hand-in.ts';
import type { SampleLetter } from './sample-letters.ts';

export type Account = {
  readonly letter: string;
  readonly about: string;
  readonly from: string;
  readonly id: string | null;
  /** The gateway's last words in the session. */
  readonly reply: string;
  readonly decided: boolean;
  readonly copies: readonly CopyLine[];
  readonly why: readonly { readonly rule: string; readonly clauses: readonly string[]; readonly says: string }[];
  readonly notices: readonly { readonly to: readonly string[]; readonly file: string }[];
};

type CopyLine = { readonly to: string; readonly became: string; readonly file: string | null };

export function refusedAccount(letter: SampleLetter, handed: Exclude<HandedIn, { kind: 'accepted' }>): Account {
  const reply = handed.kind === 'refused' ? handed.reply : handed.why;
  const copies = letter.to.map((to) => ({ to, became: 'refused in the session', file: null }));
  return { ...heading(letter), id: null, reply, decided: true, copies, why: [], notices: [] };
}

export function followedAccount(letter: SampleLetter, trail: Trail, reply: string, followed: Followed): Account {
  const { record, kept, atRest } = followed;
  const fileFor = (to: string) => kept.find((each) => !each.ours && each.to.includes(to))?.file ?? null;
  const copies = (record?.copies ?? []).map((copy) => ({
    to: copy.to,
    became: became(copy, record?.judgement ?? null),
    file: fileFor(copy.to),
  }));
  const undecided = record === null ? trail.others.map((to) => ({ to, became: 'not decided yet', file: null })) : [];
  const apart = trail.protected.map((to) => ({ to, became: ofProtected(fileFor(to)), file: fileFor(to) }));
  return {
    ...heading(letter),
    id: trail.id,
    reply,
    decided: atRest,
    copies: [...copies, ...undecided, ...apart],
    why: (record?.judgement?.findings ?? []).map(reason),
    notices: kept.filter(({ ours }) => ours).map(({ to, file }) => ({ to, file })),
  };
}

function heading({ name, about, from }: SampleLetter): Pick<Account, 'letter' | 'about' | 'from'> {
  return { letter: name, about, from };
}

function ofProtected(file: string | null): string {
  return file === null ? 'protected; recorded nowhere by name' : 'delivered; recorded nowhere by name';
}

function became(copy: LetterRecord['copies'][number], judgement: LetterRecord['judgement']): string {
  const why = copy.rules.length === 0 ? '' : ` (${copy.rules.join(', ')})`;
  const instead = copy.inPlaceOf === null ? '' : ', in place of another copy';
  if (copy.state === 'held')
    return `held ${copy.heldFor === 'review' ? `for ${copy.reviewer} to review` : 'for its author'}${why}`;
  return `${copy.state}${isOpened(copy.to, judgement) ? ', and shown to everybody in Cc' : ''}${instead}${why}`;
}

function isOpened(to: string, judgement: LetterRecord['judgement']): boolean {
  const opened = judgement?.findings.flatMap(({ effects }) => effects).filter(({ kind }) => kind === 'open-copy') ?? [];
  return opened.some((effect) => effect.kind === 'open-copy' && effect.copy === to);
}

function reason({ rule, clauses, facts }: NonNullable<LetterRecord['judgement']>['findings'][number]) {
  const says = clauses.map(({ paraphrase }) => paraphrase).join(' ') || (facts.why ?? '');
  return { rule, clauses: clauses.map(({ number, source }) => `${source} ${number}`), says };
}

/**
 * Whether anybody may be written to about a letter, and who (RFC 3834 §2): a gateway that answers robots, lists or
 * forged senders fills strangers' mailboxes and starts loops. Against that stands that nothing held may die quietly.
 */

export type Answered = {
  readonly origin: 'upstream' | 'submission' | 'inbound' | 'own';
  /** Empty for the null sender. */
  readonly mailFrom: string;
  /** Whether the connection proved an author who is of the council. */
  readonly provenAuthor: boolean;
  /** Header fields as they stand; null where absent. */
  readonly autoSubmitted: string | null;
  readonly precedence: string | null;
  readonly listId: string | null;
};

/**
 * `kept`: copies held, forwarded or returned, or what became of them in the end. `told`: everything went, something
 * was changed or is advised. `report`: a copy came back or is late (RFC 3464).
 */
export type Message = 'kept' | 'told' | 'report';

type Reason =
  | 'own mail'
  | 'null sender'
  | 'unproven author'
  | 'auto-submitted'
  | 'bulk or list precedence'
  | 'list mail';

export type Answer =
  | { readonly kind: 'answer'; readonly who: 'author' | 'envelope-sender' }
  | { readonly kind: 'silence'; readonly reasons: readonly Reason[] };

export function whoMayBeAnswered(letter: Answered, message: Message): Answer {
  const reasons = weighed(letter, message);
  if (reasons.length > 0) return { kind: 'silence', reasons };
  return { kind: 'answer', who: message === 'report' ? 'envelope-sender' : 'author' };
}

/**
 * A report's own rule is the null sender (RFC 5321 §6.1); robots and lists live on reports. A notice about what was
 * kept goes to the proven author's mailbox even where a robot wrote the letter: it is sent once, and nothing answers
 * an answer to it. A notice that merely tells of a change can wait for a letter that a person wrote.
 */
function weighed(letter: Answered, message: Message): Reason[] {
  const always = found(letter, ['own mail']);
  if (message === 'report') return [...always, ...found(letter, ['null sender'])];
  const notices = [...always, ...found(letter, ['unproven author'])];
  if (message === 'kept') return notices;
  return [...notices, ...found(letter, ['null sender', 'auto-submitted', 'bulk or list precedence', 'list mail'])];
}

function found(letter: Answered, reasons: readonly Reason[]): Reason[] {
  return reasons.filter((reason) => SIGNS[reason](letter));
}

const SIGNS: Readonly<Record<Reason, (letter: Answered) => boolean>> = {
  'own mail': ({ origin }) => origin === 'own',
  'null sender': ({ mailFrom }) => mailFrom === '',
  'unproven author': ({ provenAuthor }) => !provenAuthor,
  // RFC 3834 §5: parameters and comments may follow the keyword.
  'auto-submitted': ({ autoSubmitted }) => autoSubmitted !== null && firstWord(autoSubmitted) !== 'no',
  'bulk or list precedence': ({ precedence }) => ['bulk', 'list', 'junk'].includes(firstWord(precedence ?? '')),
  'list mail': ({ listId }) => listId !== null && listId.trim() !== '',
};

function firstWord(value: string): string {
  return (/[a-z-]+/.exec(value.replace(/\([^()]*\)/g, ' ').toLowerCase()) ?? [''])[0];
}

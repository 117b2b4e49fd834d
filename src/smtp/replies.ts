/**
 * Every reply that we give of our own accord. The class of the enhanced code is that of the basic code (RFC 3463 §2),
 * so that the two cannot disagree. Strangers read these: nothing here says more than they may know.
 */

export type Reply = {
  readonly code: number;
  /** Subject and detail of the enhanced code, without its class. */
  readonly detail: `${number}.${number}`;
  readonly text: string;
};

export const REPLIES = {
  untrusted: { code: 554, detail: '7.1', text: 'this address is not among the mail systems that may hand us letters' },
  tooManyConnections: { code: 421, detail: '7.0', text: 'too many connections from your address' },
  badSender: { code: 501, detail: '1.7', text: 'the sender is no address' },
  badRecipient: { code: 501, detail: '1.3', text: 'the recipient is no address' },
  utf8Needed: { code: 553, detail: '6.7', text: 'an address that is not ASCII needs SMTPUTF8' },
  unknownRecipient: { code: 550, detail: '1.1', text: 'no such mailbox here' },
  noRelay: { code: 550, detail: '7.1', text: 'we do not take letters for that domain' },
  unproven: {
    code: 550,
    detail: '7.1',
    text: 'the author is not proven to be who the letter says: it goes to nobody outside the council',
  },
  spoolFull: { code: 452, detail: '3.1', text: 'no room for further letters now, try again later' },
  storageFault: { code: 451, detail: '3.0', text: 'the letter could not be stored, try again later' },
  internal: { code: 451, detail: '3.0', text: 'we could not go on, try again later' },
  bareLineEnding: { code: 550, detail: '5.2', text: 'bare CR or LF not allowed, lines end in CRLF' },
  nul: { code: 550, detail: '6.0', text: 'NUL not allowed in a letter' },
  notTheirs: { code: 550, detail: '7.1', text: 'who signed in may not write in the name that From gives' },
  longHeader: { code: 552, detail: '3.4', text: 'the header is longer than we take' },
  tooBig: { code: 552, detail: '3.4', text: 'the letter is bigger than we take' },
  loop: { code: 554, detail: '4.6', text: 'the letter goes in circles: it has more than 50 Received fields' },
  wrongPassword: { code: 535, detail: '7.8', text: 'name or password wrong' },
  signInLater: { code: 454, detail: '7.0', text: 'too many wrong passwords, try again later' },
  tooManyTries: { code: 421, detail: '7.0', text: 'too many wrong passwords' },
  closing: { code: 421, detail: '3.2', text: 'the gateway is being stopped, try again shortly' },
} as const satisfies Readonly<Record<string, Reply>>;

/** `250`: the letter is ours from here on. */
export function queuedAs(id: string): Reply {
  return { code: 250, detail: '0.0', text: `queued as ${id}` };
}

/** What follows the basic code on the wire. */
export function wordsOf(reply: Reply): string {
  return `${Math.floor(reply.code / 100)}.${reply.detail} ${reply.text}`;
}

/** The form in which smtp-server takes a refusal. */
export function asError(reply: Reply): Error {
  return Object.assign(new Error(wordsOf(reply)), { responseCode: reply.code });
}

/** Whether the words bring their own enhanced code, so that none must be set before them. */
export function hasEnhancedCode(words: string): boolean {
  return /^[245]\.\d{1,3}\.\d{1,3} /.test(words);
}

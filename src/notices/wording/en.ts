/**
 * English. Written to be read on a telephone by somebody tired: what happened first, short sentences, no blame, no
 * mail-system words but To, Cc and Bcc. Plain ASCII, so that the text part needs no encoding of its own.
 */
export const en = {
  'language.tag': 'en-GB',
  when: '{weekday} {day} {month} {year} at {hour}:{minute}',
  from: 'Postroom for {council}',
  'name.address': '{name} ({address})',
  'name.post': '{name} ({post})',
  'names.more': '{names} and {count} more',
  'subject.none': '(no subject)',

  // Subjects: what happened, then the letter's own subject.
  'subject.returned.all': 'Not sent: {subject}',
  'subject.returned.some.one': 'One copy not sent: {subject}',
  'subject.returned.some.other': '{count} copies not sent: {subject}',
  'subject.held.all': 'Held: {subject}',
  'subject.held.some.one': 'One copy held: {subject}',
  'subject.held.some.other': '{count} copies held: {subject}',
  'subject.forwarded': 'Sent to {to} instead: {subject}',
  'subject.opened': 'Sent, with one change: {subject}',
  'subject.advised': 'Sent, with a note for you: {subject}',
  'subject.release': 'Now sent: {subject}',
  'subject.forward': 'Passed to {to}: {subject}',

  // The first lines: what became of the letter, and to whom it went.
  'lead.returned.one': 'Your letter was not sent to {names}.',
  'lead.returned.other': 'Your letter was not sent to {names}.',
  'lead.held.review.one':
    'Your letter has not gone to {names}. We are holding that copy, and {reviewer} will decide whether it goes.',
  'lead.held.review.other':
    'Your letter has not gone to {names}. We are holding those copies, and {reviewer} will decide whether they go.',
  'lead.held.author.one': 'Your letter has not gone to {names}. We are holding that copy for you.',
  'lead.held.author.other': 'Your letter has not gone to {names}. We are holding those copies for you.',
  'lead.forwarded': 'Your letter did not go to {names}. It went to {to} instead.',
  'lead.sent': 'Your letter has gone to {names}.',
  'lead.sent.rest': 'It has gone to {names}.',
  'lead.opened.one':
    'We made one change: {names} had a blind copy (Bcc) and is now shown under Cc, for everybody to see.',
  'lead.opened.other':
    'We made one change: {names} had blind copies (Bcc) and are now shown under Cc, for everybody to see.',
  'lead.advised': 'It went exactly as you wrote it. There is one thing to know for next time.',
  'lead.release.one': 'Your letter has now gone to {names}. {by} released the copy on {when}.',
  'lead.release.other': 'Your letter has now gone to {names}. {by} released the copies on {when}.',
  'lead.return.one': 'Your letter will not go to {names}. {by} returned that copy to you on {when}.',
  'lead.return.other': 'Your letter will not go to {names}. {by} returned those copies to you on {when}.',
  'lead.forward.one': 'Your letter did not go to {names}. {by} passed that copy to {to} instead, on {when}.',
  'lead.forward.other': 'Your letter did not go to {names}. {by} passed those copies to {to} instead, on {when}.',
  'lead.reason': 'The reason given:',

  // Each copy.
  'heading.copies': 'Each copy',
  'copies.column.to': 'Copy to',
  'copies.column.became': 'What became of it',
  'copy.sent': 'Sent.',
  'copy.opened': 'Sent, and now shown to everybody under Cc.',
  'copy.held.author': 'Held for you. Not sent.',
  'copy.held.review': 'Held for {reviewer} to decide on. Not sent.',
  'copy.forwarded': 'Went to {to} instead.',
  'copy.returned': 'Not sent.',
  'copy.lost': 'Lost before it could be sent.',
  'copy.unsure': 'May have been sent. We cannot know.',
  'copies.more.one': 'One more person',
  'copies.more.other': '{count} more people',

  // Why. A rule's own sentence, by what it did to which copies; `any` where it has none.
  'heading.why': 'Why',
  'heading.why.acted': 'Why it was held',
  'why.blind-copies.open-copy.one':
    'You sent {names} a blind copy (Bcc). When a member and an officer write to each other, everybody must be able to see who has a copy. So we added {names} to the Cc line. Nothing else in your letter was changed.',
  'why.blind-copies.open-copy.other':
    'You sent {names} blind copies (Bcc). When a member and an officer write to each other, everybody must be able to see who has a copy. So we added {names} to the Cc line. Nothing else in your letter was changed.',
  'why.blind-copies.hold-author.one':
    'You sent {names} a blind copy (Bcc). When a member and an officer write to each other, everybody must be able to see who has a copy. That address is outside the Council, so we did not show it to anybody. We held that copy for you to decide.',
  'why.blind-copies.hold-author.other':
    'You sent {names} blind copies (Bcc). When a member and an officer write to each other, everybody must be able to see who has a copy. Those addresses are outside the Council, so we did not show them to anybody. We held those copies for you to decide.',
  'why.blind-copies.hold-review.one':
    'You sent {names} a blind copy (Bcc). This was a letter between an officer and another member. Under the protocol an officer does not copy such a letter to other members, so we did not send that copy by ourselves.',
  'why.blind-copies.hold-review.other':
    'You sent {names} blind copies (Bcc). This was a letter between an officer and another member. Under the protocol an officer does not copy such a letter to other members, so we did not send those copies by ourselves.',
  'why.blind-copies.signed.one':
    'You sent {names} a blind copy (Bcc). We would have added {names} to the Cc line, for everybody to see. But your letter carries a digital signature, which any change would break. So we left the letter as it is and held that copy for you.',
  'why.blind-copies.signed.other':
    'You sent {names} blind copies (Bcc). We would have added them to the Cc line, for everybody to see. But your letter carries a digital signature, which any change would break. So we left the letter as it is and held those copies for you.',
  'why.blind-copies.asked.one':
    'You sent {names} a blind copy (Bcc). When a member and an officer write to each other, everybody must be able to see who has a copy. We do not add anybody to the Cc line without asking you, so we held that copy for you.',
  'why.blind-copies.asked.other':
    'You sent {names} blind copies (Bcc). When a member and an officer write to each other, everybody must be able to see who has a copy. We do not add anybody to the Cc line without asking you, so we held those copies for you.',
  'why.blind-copies.advise.one':
    'You sent {names} a blind copy (Bcc). When a member and an officer write to each other, everybody must be able to see who has a copy.',
  'why.blind-copies.advise.other':
    'You sent {names} blind copies (Bcc). When a member and an officer write to each other, everybody must be able to see who has a copy.',
  'why.unreadable.hold-author.one':
    'We could not read your letter. Before a letter from the Council leaves, a program reads it, and it could make nothing of this one. The program that made the letter is more likely to blame than you are.',
  'why.unreadable.hold-author.other':
    'We could not read your letter. Before a letter from the Council leaves, a program reads it, and it could make nothing of this one. The program that made the letter is more likely to blame than you are.',
  'why.unreadable.because': 'What the program found:',
  'why.check-failed.hold-author.one':
    'One of our checks broke down before it was finished. That is a fault of ours, not of your letter. What we could not check we do not send, so we held it for you.',
  'why.check-failed.hold-author.other':
    'One of our checks broke down before it was finished. That is a fault of ours, not of your letter. What we could not check we do not send, so we held it for you.',
  'why.check-failed.advise.one':
    'One of our checks broke down before it was finished. That is a fault of ours. Your letter went all the same.',
  'why.check-failed.advise.other':
    'One of our checks broke down before it was finished. That is a fault of ours. Your letter went all the same.',
  'why.any.open-copy.one': 'We added {names} to the Cc line, where everybody can see it.',
  'why.any.open-copy.other': 'We added {names} to the Cc line, where everybody can see them.',
  'why.any.hold-author.one': 'We held the copy to {names} for you, because of the clause below.',
  'why.any.hold-author.other': 'We held the copies to {names} for you, because of the clause below.',
  'why.any.hold-review.one': 'We held the copy to {names}, because of the clause below. A person decides about it.',
  'why.any.hold-review.other':
    'We held the copies to {names}, because of the clause below. A person decides about them.',
  'why.any.forward.one': 'The copy to {names} took another way, because of the clause below.',
  'why.any.forward.other': 'The copies to {names} took another way, because of the clause below.',
  'why.any.return.one': 'The copy to {names} went no further, because of the clause below.',
  'why.any.return.other': 'The copies to {names} went no further, because of the clause below.',
  'why.any.advise.one': 'We changed nothing and held nothing. The clause below is for next time.',
  'why.any.advise.other': 'We changed nothing and held nothing. The clause below is for next time.',
  'why.words': 'The words it is about:',
  'why.clause': 'Clause {number} of the protocol ({title}) says, in our words:',
  'why.clause.borrowed': 'Clause {number} of the {source} protocol, which {council} follows here, says, in our words:',

  // What happens next, and when.
  'heading.next': 'What happens next',
  'next.held.author.one':
    'Nothing, until you act. The held copy is never sent by itself: if you do nothing, it does not go.',
  'next.held.author.other':
    'Nothing, until you act. The held copies are never sent by themselves: if you do nothing, they do not go.',
  'next.held.review.one':
    '{reviewer} will send the held copy on, return it to you, or pass it to somebody else. No time limit is set. It is not sent by itself, and we write to you as soon as it is decided.',
  'next.held.review.other':
    '{reviewer} will send the held copies on, return them to you, or pass them to somebody else. No time limit is set. They are not sent by themselves, and we write to you as soon as it is decided.',
  'next.forwarded': '{to} has your letter now, and decides what is done about it.',
  'next.returned': 'Nothing more. What was not sent stays unsent.',
  'next.nothing': 'Nothing more. You need not do anything.',
  'next.ended': 'Nothing more. That was the end of it.',
  'next.still.one': 'One copy of this letter is still held.',
  'next.still.other': '{count} copies of this letter are still held.',

  // What the author can do.
  'heading.choices': 'What you can do',
  'choice.send-openly':
    'If {names} should have the letter, send it again with everybody under To or Cc. Then everybody sees who has it.',
  'choice.leave': 'If not, do nothing.',
  'choice.use-cc': 'Next time, put everybody under To or Cc.',
  'choice.readable':
    'Send the letter again, if you can as plain text. Leave out unusual attachments, or make them PDF files first.',
  'choice.try-again': 'Send the letter again later. If it is held again, ask.',
  'choice.change': 'Change the letter and send it again, or leave it.',
  'choice.ask': 'Questions? Ask {officer}: {address}',
  'choice.reply.review':
    'To say why it should go, or to take it back, reply to this message. {officer} reads the replies.',
  'choice.reply': 'Reply to this message. {officer} reads the replies.',

  // Who may read it meanwhile.
  'heading.readers': 'Who can read it',
  'readers.author.one': 'Nobody but you can read the held copy. The check was made by a program, not by a person.',
  'readers.author.other': 'Nobody but you can read the held copies. The check was made by a program, not by a person.',
  'readers.review': 'Only {reviewer} may read what is held for review, in order to decide.',
  'readers.sent': 'Only the people it went to. The check was made by a program, not by a person.',
  'readers.acted': '{by} could read what was held, in order to decide. Nobody else was shown it.',
  'readers.acted.author': 'Until then nobody but you could read what was held. {by} acted on it without reading it.',
  'readers.forward': '{to} now has it as well.',

  // A letter of which we have lost the text.
  'loss.subject.author': 'Lost, please send it again: {subject}',
  'loss.subject.reviewer': 'Lost while it waited for you: {subject}',
  'loss.subject.officer': 'A letter was lost here: {id}',
  'loss.subject.found': 'Found again: {subject}',
  'loss.subject.found.officer': 'A lost letter is found again: {id}',
  'loss.lead.author':
    'We took in your letter and have lost its text. It is no longer where we kept it. That is a fault of ours.',
  'loss.lead.lost': 'It has not gone to {names}. Please send it again.',
  'loss.lead.none': 'Please send it again to anybody who has not had it.',
  'loss.lead.unsure': 'It may have reached {names}. We cannot know.',
  'loss.lead.sent': 'It had already gone to {names}.',
  'loss.lead.reviewer':
    'We have lost the text of a letter by {author}. What was to go to {names} waited for you to decide.',
  'loss.lead.officer': 'We took in a letter by {author} and have lost its text before we had done with it.',
  'loss.lead.found': 'We wrote to you that a letter was lost. Its text is here again, and it goes on where it stopped.',
  'loss.next.comes-to-light':
    'If its text comes to light after all, the letter goes on by itself, and we write to you at once.',
  'loss.next.twice': 'Whoever has had it from you by then gets it twice.',
  'loss.next.reviewer': 'Without its text it cannot be sent or passed on. It can still be returned, which ends it.',
  'loss.next.told': 'We have asked {author} to send it again.',
  'loss.next.untold': 'We have not written to {author}, because we cannot be sure who wrote it. Please let them know.',
  'loss.next.found': 'If you have sent it again meanwhile, it arrives twice. You need not do anything.',
  'loss.next.found.told': 'We have told {author} as well.',
  'loss.next.found.untold': 'If you have let {author} know, please tell them this too.',
  'loss.next.waits-again': 'What waited for you to decide waits again.',
  'loss.choice.again': 'Send the letter again.',
  'loss.choice.cause':
    'Have somebody look at the disk on which Postroom keeps its letters. It may be failing, or not connected.',
  'loss.about.reviewer': 'The letter: "{subject}". It reached us on {when}. Our number for it: {id}',
  'loss.about': 'The letter reached us on {when}. Our number for it: {id}',

  'about.letter': 'Your letter: "{subject}". It reached us on {when}. Our number for it: {id}',

  // Delivery reports.
  'report.subject.returned': 'Returned to you: {subject}',
  'report.subject.refused': 'Not delivered: {subject}',
  'report.subject.expired': 'Not delivered: {subject}',
  'report.subject.delayed': 'Delayed: {subject}',
  'report.subject.relayed': 'Passed on: {subject}',
  'report.lead.returned.one': 'Your letter was not sent to {names}, and will not be.',
  'report.lead.returned.other': 'Your letter was not sent to {names}, and will not be.',
  'report.lead.refused.one': 'Your letter did not reach {names}. The mail system there refused it.',
  'report.lead.refused.other': 'Your letter did not reach {names}. The mail systems there refused it.',
  'report.lead.expired.one': 'Your letter did not reach {names}. We kept trying, and have now stopped.',
  'report.lead.expired.other': 'Your letter did not reach {names}. We kept trying, and have now stopped.',
  'report.lead.delayed.one': 'Your letter to {names} is late. We are still trying: you need not send it again.',
  'report.lead.delayed.other': 'Your letter to {names} is late. We are still trying: you need not send it again.',
  'report.lead.relayed.one': 'Your letter to {names} was passed on. From there we hear no more of it.',
  'report.lead.relayed.other': 'Your letter to {names} was passed on. From there we hear no more of it.',
  'report.why.rule': 'The council has a rule about this. In our words:',
  'report.why.rule.bare': 'A rule of the council stopped it.',
  'report.why.reviewer': '{by} decided this. The reason given:',
  'report.why.said': 'What the mail system for {address} said:',
  'report.why.said-last': 'What the mail system for {address} said last:',
  'report.why.until': 'We keep trying until {when}. If it has not gone by then, we write to you again.',
  'report.hint.5.1': 'The address may be misspelt, or no longer in use. Check it and send the letter again.',
  'report.hint.5.2': 'The mailbox there cannot take it, perhaps because it is full. Try again later, or telephone.',
  'report.hint.5.3': 'The letter may be too large. Leave out large attachments and send it again.',
  'report.hint.5.4': 'Their mail system could not be reached. Try again later, or telephone.',
  'report.hint.5.6': 'Their mail system cannot read this kind of letter. Send it again as plain text.',
  'report.hint.5.7': 'Their mail system does not accept this letter. Ask them, or telephone.',
  'report.hint.5': 'Check the address and send the letter again, or telephone.',
  'report.hint.returned': 'Change the letter and send it again, or leave it.',
} as const;

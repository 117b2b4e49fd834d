/** What marks a letter confidential, and what only speaks of it, in columns: acts on, leaves alone. */
import { describe, expect, it, test } from 'vitest';
import type { Enclosure, Letter, Quotation, Stretch, TextPart } from '../../rules/letter.ts';
import { type Marking, markingsOf } from '../../rules/marking.ts';
import { aLetter } from './a-letter.ts';
import { ashcombe } from './ashcombe.ts';

const COUNCIL = ashcombe({ council: { confidentialLabels: ['Confidential', 'Members and Officers Only'] } });

const marks = (letter: Partial<Letter>) => markingsOf(aLetter({ letter }), COUNCIL);
const told = (found: readonly Marking[]) => found.map(({ where, level }) => `${where}: ${level}`);
const body = (changes: Partial<Extract<Letter['body'], { kind: 'read' }>>): Letter['body'] => ({
  kind: 'read',
  texts: [],
  quotations: [],
  enclosures: [],
  signature: [],
  ...changes,
});

function text(words: string, changes: Partial<TextPart> = {}): TextPart {
  const stretches: readonly Stretch[] = [{ kind: 'own', from: 0, to: words.length }];
  return { part: '1', kind: 'plain', stands: 'body', text: words, hidden: [], stretches, ...changes };
}
const wrote = (words: string) => marks({ body: body({ texts: [text(words)] }) });

describe('a subject marks its letter', () => {
  test.each([
    ['CONFIDENTIAL: land off Station Road', 'confidential'],
    ['CONFIDENTIAL - bids for payroll', 'confidential'],
    ['Confidential – item 13', 'confidential'],
    ['[CONFIDENTIAL] Depot options', 'confidential'],
    ['[Confidential] Honorary freeman', 'confidential'],
    ['(Confidential) Depot', 'confidential'],
    ['**CONFIDENTIAL** Depot', 'confidential'],
    ['Depot options [CONFIDENTIAL]', 'confidential'],
    ['Depot options - confidential', 'confidential'],
    ['Depot valuation CONFIDENTIAL', 'confidential'],
    ['CONFIDENTIAL bids for payroll', 'confidential'],
    ['CONFIDENTIAL', 'confidential'],
    ['Strictly confidential', 'confidential'],
    ['STRICTLY PRIVATE AND CONFIDENTIAL - Mrs Quirke', 'confidential'],
    ['PRIVATE & CONFIDENTIAL - Thursday', 'confidential'],
    ['P&C: Thursday', 'confidential'],
    ['In confidence: customs shed survey', 'confidential'],
    ["IN CONFIDENCE: assistant's post, salary", 'confidential'],
    ['Commercial in confidence: tenders', 'confidential'],
    ['Confidential annex to item 13', 'confidential'],
    ['Confidential papers for Tuesday', 'confidential'],
    ['OFFICIAL-SENSITIVE bandstand tenders', 'official-sensitive'],
    ['OFFICIAL-SENSITIVE - stables lease', 'official-sensitive'],
    ['OFFICIAL: Sensitive [Personal] absence', 'official-sensitive'],
    ['Absence meeting [SEC=OFFICIAL:Sensitive]', 'official-sensitive'],
    ['NOT FOR PUBLICATION: exempt information', 'exempt'],
    ['Exempt information - garages', 'exempt'],
    ['Exempt – para 3: printing contract', 'exempt'],
    ['EXEMPT: garages, offers', 'exempt'],
    ['CYFRINACHOL / CONFIDENTIAL - partneriaeth', 'confidential'],
    ['Cyfrinachol: partneriaeth', 'confidential'],
    ['PRIVATE - land at Weir Road', 'private'],
    ['C O N F I D E N T I A L: depot', 'confidential'],
    ['CONFIDENT\u200bIAL: depot', 'confidential'],
    ['ϹΟΝFΙDΕΝΤΙΑL: depot', 'confidential'],
    ['ᴄᴏɴꜰɪᴅᴇɴᴛɪᴀʟ: depot', 'confidential'],
    ['🅲🅾🅽🅵🅸🅳🅴🅽🆃🅸🅰🅻: depot', 'confidential'],
    ['C.O.N.F.I.D.E.N.T.I.A.L: depot', 'confidential'],
    ['\u0421ONFIDENTI\u0410L: depot', 'confidential'],
    ['\uff23\uff2f\uff2e\uff26\uff29\uff24\uff25\uff2e\uff34\uff29\uff21\uff2c: depot', 'confidential'],
  ])('%s', (subject, level) => expect(told(marks({ subject }))).toEqual([`subject: ${level}`]));

  test.each([
    'Confidential waste collection',
    'CONFIDENTIAL WASTE COLLECTION',
    'CONFIDENTIAL waste collection',
    'Confidential-waste bins',
    'Free, confidential debt advice – Thursdays',
    'Confidential papers collection',
    'Confidential?',
    'Is the annex confidential?',
    'Confidentiality training',
    'Keeping matters confidential: a guide',
    'Not confidential: agenda',
    '[NOT CONFIDENTIAL] agenda',
    'Non-confidential summary',
    'No longer confidential: depot',
    '[EXTERNAL] Depot options',
    'OFFICIAL: agenda',
    '[OFFICIAL] Agenda',
    '[PUBLIC] Agenda',
    'Exempt appendix',
    'Exempt: VAT on hall hire',
    'Private hire of the hall',
    'In private',
    'Finance 9 February - private papers',
    'Restricted parking on Mill Lane',
    'Secret santa',
    'We have every confidence in the contractor',
    '',
  ])('and does not: %s', (subject) => expect(marks({ subject })).toEqual([]));

  it('that is answered or forwarded is an earlier marking, and whose it was is said', () => {
    const quotation = quoted({ subject: 'PRIVATE AND CONFIDENTIAL - Mrs Quirke' });
    const read = body({ texts: [text('Thank you.')], quotations: [quotation] });
    expect(marks({ subject: 'RE: PRIVATE AND CONFIDENTIAL - Mrs Quirke', body: read })[0]).toMatchObject({
      words: 'PRIVATE AND CONFIDENTIAL - Mrs Quirke',
      offset: 4,
      isEarlier: true,
      by: 0,
    });
    expect(marks({ subject: 'Fwd: CONFIDENTIAL - depot' })[0]).toMatchObject({ isEarlier: true, by: null });
    expect(marks({ subject: 'CONFIDENTIAL - depot' })[0]).toMatchObject({ isEarlier: false, by: null });
    expect(marks({ subject: '[EXTERNAL] CONFIDENTIAL - depot' })[0]).toMatchObject({ offset: 11, isEarlier: false });
  });
});

const NAMED = (name: string, enabled = 'true') =>
  `MSIP_Label_5e4f8c1a_Enabled=${enabled};\r\n MSIP_Label_5e4f8c1a_Name=${name}; MSIP_Label_5e4f8c1a_Method=Privileged`;

describe('a header field marks its letter', () => {
  test.each([
    ['sensitivity', 'Company-Confidential', 'confidential'],
    ['sensitivity', 'company confidential', 'confidential'],
    ['sensitivity', 'Private (set by Outlook)', 'private'],
    ['msip_labels', NAMED('Confidential'), 'confidential'],
    ['msip_labels', NAMED('confidential\\All Staff', 'True'), 'confidential'],
    ['msip_labels', NAMED('Members and Officers Only'), 'confidential'],
    ['x-microsoft-classification', 'Council Confidential', 'confidential'],
    ['x-protective-marking', 'OFFICIAL-SENSITIVE', 'official-sensitive'],
    ['x-protective-marking', 'VER=2018.6, NS=gov.au, SEC=OFFICIAL:Sensitive, ORIGIN=a@b.example', 'official-sensitive'],
    ['x-protective-marking', 'RESTRICTED', 'restricted'],
    ['sio-label', 'marking="CONFIDENTIAL"; fgcolor=black; type=":ess"', 'confidential'],
  ])('%s: %s', (header, value, level) =>
    expect(told(marks({ labels: [{ header, value }] }))).toEqual([`header: ${level}`]),
  );

  test.each([
    // X.420: to the person rather than the office, which keeps nothing secret.
    ['sensitivity', 'Personal'],
    ['sensitivity', 'Normal'],
    ['msip_labels', NAMED('Council Business')],
    ['msip_labels', NAMED('Not Confidential')],
    ['msip_labels', NAMED('Confidential', 'false')],
    ['x-microsoft-classification', 'Public'],
    ['x-microsoft-classification', 'Not confidential'],
    ['x-protective-marking', 'OFFICIAL'],
    ['x-protective-marking', 'VER=2018.6, NS=gov.au, SEC=OFFICIAL, ORIGIN=confidential@b.example'],
    ['classification', 'Not protectively marked'],
  ])('and does not: %s: %s', (header, value) => expect(marks({ labels: [{ header, value }] })).toEqual([]));
});

const LETTER = 'Jane, the two bids are attached ahead of Thursday.\n\nDevan Rao\nPlanning Officer';

describe('a heading or a label marks what it stands above or below', () => {
  test.each([
    ['CONFIDENTIAL', 'heading: confidential'],
    ['Private and confidential', 'heading: confidential'],
    ['Strictly Private & Confidential', 'heading: confidential'],
    ['Confidential – members only', 'heading: confidential'],
    ['***  STRICTLY CONFIDENTIAL  ***', 'heading: confidential'],
    ['[ CONFIDENTIAL ]', 'heading: confidential'],
    ['===CONFIDENTIAL===', 'heading: confidential'],
    ['C O N F I D E N T I A L', 'heading: confidential'],
    ['P R I V A T E  A N D  C O N F I D E N T I A L', 'heading: confidential'],
    ['S T R I C T L Y C O N F I D E N T I A L', 'heading: confidential'],
    ['CON\u00adFIDEN\u2060TIAL', 'heading: confidential'],
    ['\u0421\u041eNFIDENTIAL', 'heading: confidential'],
    ['Confidential business', 'heading: confidential'],
    ['OFFICIAL-SENSITIVE', 'heading: official-sensitive'],
    ['OFFICIAL-SENSITIVE – COMMERCIAL', 'heading: official-sensitive'],
    ['NOT FOR PUBLICATION – exempt information, Schedule 12A', 'heading: exempt'],
    ['NOT FOR PUBLICATION BY VIRTUE OF PARAGRAPH 3 OF PART 1 OF SCHEDULE 12A', 'heading: exempt'],
    ['CONFIDENTIAL: the figures that you asked for.', 'heading: confidential'],
    ['PRIVATE AND CONFIDENTIAL. Dear Councillor Kerr, I am three months behind.', 'heading: confidential'],
    ['Confidential until the lease is signed', 'heading: confidential'],
    ['Please treat this email as confidential.', 'heading: confidential'],
    ['Please keep this strictly confidential until Tuesday.', 'heading: confidential'],
    ['Classification: Confidential', 'label: confidential'],
    ['Classification: OFFICIAL-SENSITIVE', 'label: official-sensitive'],
    ['Protective marking - Confidential', 'label: confidential'],
    ['Exempt: Yes', 'label: exempt'],
  ])('%s', (line, mark) => {
    expect(told(wrote(`${line}\n\n${LETTER}`))).toEqual([mark]);
    if (mark.startsWith('heading') && !/[:.]/.test(line)) expect(told(wrote(`${LETTER}\n\n${line}\n`))).toEqual([mark]);
  });

  test.each([
    'OFFICIAL',
    'Public',
    'Not protectively marked',
    'Classification: OFFICIAL',
    'Classification: not confidential',
    'Exempt: No',
    '[EXTERNAL] This message came from outside the Council.',
    'Confidential waste bins are emptied on Friday.',
    'CONFIDENTIAL waste bins are emptied on Friday.',
    'Confidential?',
    'Not confidential',
    'Thank you for keeping this confidential.',
    'The annex is confidential as it holds their bank’s terms, so please keep it close.',
    'In confidence, I doubt that it will pass.',
    'Please tell your constituents: free, confidential and impartial debt advice every Thursday.',
    'I am confident that it will pass.',
    'Could I have the exempt annex to item 5?',
    'Is this exempt information under paragraph 3 of Schedule 12A?',
    'If it is exempt information under paragraph 3 the public will be asked to leave.',
    'It is not exempt information under Schedule 12A.',
    'Training on how exempt information is handled is on the 9th.',
  ])('and does not: %s', (line) => {
    expect(wrote(`${line}\n\n${LETTER}`)).toEqual([]);
    expect(wrote(`${LETTER}\n\n${line}\n`)).toEqual([]);
  });

  it('states in the law’s own terms that something is exempt, wherever the sentence stands', () => {
    const words = 'It is exempt information under\nparagraph 3 of Schedule 12A since it sets out prices.';
    const found = wrote(`Colin\n\nThe paper is attached. ${words} The rest is open.`);
    expect(found).toMatchObject([{ where: 'statement', level: 'exempt', part: '1', offset: 30, words }]);
  });

  test.each([
    'PRIVATE AND CONFIDENTIAL. This e-mail and any files transmitted with it are confidential and intended solely for the use of the individual to whom they are addressed. If you have received it in error please notify the Town Clerk.',
    'PRIVATE AND CONFIDENTIAL\nThis e-mail and any files transmitted with it are intended solely for the addressee.',
    'CONFIDENTIAL\n\nThis message is intended only for the person to whom it is addressed.',
    'This e-mail and any attachments may contain confidential information and are intended solely for the addressee.',
    'Disclaimer: the information in this message is confidential and may be legally privileged.',
    'This email is confidential.',
    'This email is confidential and may be legally privileged.',
    'Confidentiality notice: this message contains exempt information and is intended for the addressee only.',
  ])('but a stock footer does not: %s', (footer) => expect(wrote(`${LETTER}\n\n${footer}\n`)).toEqual([]));

  it('in the middle of a letter is a heading within it, as on an agenda', () => {
    const lines = Array.from({ length: 30 }, (_, n) => `${n + 1}. To consider another matter`);
    expect(wrote([...lines.slice(0, 15), '', 'CONFIDENTIAL BUSINESS', '', ...lines.slice(15)].join('\n'))).toEqual([]);
  });

  it('that no reader sees marks nothing', () => {
    const hidden = text(LETTER, { kind: 'html', hidden: ['CONFIDENTIAL'] });
    expect(marks({ body: body({ texts: [hidden] }) })).toEqual([]);
  });
});

function quoted(changes: Partial<Quotation> = {}): Quotation {
  const unsaid = { author: null, recipients: [], date: null, subject: null, messageId: null };
  return { kind: 'quoted', part: '1', from: 0, to: 0, depth: 1, ...unsaid, ...changes };
}

/** The author's words, then a quotation behind its head, in which another may stand. */
function answering(own: string, head: string, words: string, subject: string | null = null): Letter['body'] {
  const whole = `${own}\n\n${head}\n\n${words}`;
  const at = own.length + 2;
  const stretches: readonly Stretch[] = [
    { kind: 'own', from: 0, to: at },
    { kind: 'quoted', from: at, to: whole.length },
  ];
  const quotation = quoted({ from: whole.length - words.length, to: whole.length, subject });
  return body({ texts: [text(whole, { stretches })], quotations: [quotation] });
}

describe('what is quoted, attached or enclosed carries its own marking', () => {
  const HEAD = 'From: Moira Lang\nSent: 29 January\nTo: Siobhan Kerr';

  it('in the subject of its head', () => {
    const read = answering(
      'Dave, have a look.',
      `${HEAD}\nSubject: CONFIDENTIAL - depot`,
      'Option 2 it is.',
      'CONFIDENTIAL - depot',
    );
    expect(marks({ subject: 'As discussed', body: read })).toEqual([
      {
        words: 'Subject: CONFIDENTIAL - depot',
        part: '1',
        offset: 71,
        where: 'quoted',
        level: 'confidential',
        isEarlier: true,
        by: 0,
      },
    ]);
  });

  it('in its first line, behind marks of quoting too', () => {
    for (const words of [
      'PRIVATE AND CONFIDENTIAL. Dear Councillor Kerr, I am behind.',
      '> CONFIDENTIAL\n>\n> Dear all',
    ])
      expect(marks({ body: answering('Thank you.', HEAD, words) })).toMatchObject([{ where: 'quoted', by: 0 }]);
  });

  it('where a quotation’s subject is told without a line that shows it', () => {
    const read = answering('Thank you.', 'On Friday Moira wrote:', 'Option 2.', '[CONFIDENTIAL] depot');
    expect(marks({ body: read })).toMatchObject([{ where: 'quoted', by: 0, words: '[CONFIDENTIAL] depot' }]);
  });

  it('and a quotation inside another is the inner one’s', () => {
    const inner = 'From: Lewis Hart\nSubject: OFFICIAL-SENSITIVE - lease\n\nEleven weeks behind.';
    const read = answering('See below.', HEAD, `Siobhan, see what Lewis says.\n\n${inner}`);
    if (read.kind !== 'read') throw new Error('it is read');
    const whole = read.texts[0]?.text ?? '';
    const nested = quoted({ from: whole.indexOf('Eleven'), to: whole.length, depth: 2 });
    const found = marks({ body: { ...read, quotations: [...read.quotations, nested] } });
    expect(found).toMatchObject([{ where: 'quoted', level: 'official-sensitive', by: 1 }]);
  });

  test.each(['Free, confidential debt advice every Thursday, 10 to 1.', LETTER])('and is unmarked: %s', (words) => {
    const read = answering('As promised.', `${HEAD}\nSubject: Free, confidential debt advice`, words);
    expect(marks({ body: read })).toEqual([]);
  });

  it('in a letter that is enclosed, by its subject and its heading', () => {
    const enclosed = quoted({ kind: 'enclosed', part: '2', subject: 'Confidential: payroll bids' });
    const texts = [text('Have a look.'), text('OFFICIAL-SENSITIVE\n\nBidder A', { part: '2/1', stands: 'enclosed' })];
    expect(marks({ body: body({ texts, quotations: [enclosed] }) })).toMatchObject([
      { where: 'enclosed', part: '2/1', offset: 0, by: 0, isEarlier: true },
      { where: 'enclosed', part: '2', words: 'Confidential: payroll bids', by: 0 },
    ]);
  });

  it('in a header field of a letter that is enclosed', () => {
    const labels = [{ header: 'sensitivity', value: 'Company-Confidential' }];
    const enclosed = quoted({ kind: 'enclosed', part: '2', subject: 'Bids', labels });
    expect(marks({ body: body({ texts: [text(LETTER)], quotations: [enclosed] }) })).toMatchObject([
      { where: 'enclosed', part: '2', words: 'sensitivity: Company-Confidential', by: 0 },
    ]);
  });

  it('in a text that is attached', () => {
    const note = text('CONFIDENTIAL\n\nMinute of the meeting', { part: '2', stands: 'attached', stretches: [] });
    expect(told(marks({ body: body({ texts: [text(LETTER), note] }) }))).toEqual(['attached: confidential']);
  });

  test.each([
    ['Structural survey CONFIDENTIAL.pdf', 'file-name: confidential'],
    ['[Confidential] bids.xlsx', 'file-name: confidential'],
    ['CONFIDENTIAL_bids.xlsx', 'file-name: confidential'],
    ['Confidential briefing.pdf', 'file-name: confidential'],
    ['OFFICIAL-SENSITIVE tenders.docx', 'file-name: official-sensitive'],
    ['Confidential waste rota.pdf', null],
    ['Annex 13 private.pdf', null],
    ['Agenda 16 Feb.pdf', null],
  ])('a file by its name: %s', (name, mark) => {
    expect(told(marks({ body: body({ enclosures: [file(name)] }) }))).toEqual(mark === null ? [] : [mark]);
    expect(marks({ body: body({ enclosures: [{ ...file(name), inline: true }] }) })).toEqual([]);
  });
});

function file(name: string): Enclosure {
  return { part: '2', name, type: 'application/pdf', sha256: '', size: 1, inline: false };
}

/** Of this process, whatever else the machine has to do. */
function busyMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

it('takes no longer than it is long over what was written to make it', () => {
  const nasty = [
    'exempt information under '.repeat(40_000),
    'C O '.repeat(250_000),
    `${'> '.repeat(500_000)}Subject: CONFIDENTIAL`,
    'Subject: CONFIDENTIAL\n'.repeat(45_000),
    '[confidential('.repeat(70_000),
    'confidential business\n\n'.repeat(45_000),
    `CONFIDENTIAL${' -'.repeat(500_000)}`,
    `PRIVATE AND ${'CONFIDENTIAL '.repeat(80_000)}`,
    ' '.repeat(1_000_000),
  ];
  for (const words of nasty) {
    const started = busyMs();
    const labels = [{ header: 'msip_labels', value: words }];
    const stretches: readonly Stretch[] = [{ kind: 'quoted', from: 0, to: words.length }];
    const read = body({ texts: [text(words), text(words, { stretches })], quotations: [quoted({ subject: words })] });
    marks({ subject: words, labels, body: read });
    expect(busyMs() - started, words.slice(0, 20)).toBeLessThan(3_000);
  }
  const interleaved = 'CONFIDENTIAL\nSubject: CONFIDENTIAL\n'.repeat(30_000);
  const stretches = [...interleaved.matchAll(/.+\n/g)].map(({ 0: line, index }, n): Stretch => {
    return { kind: n % 2 === 0 ? 'own' : 'quoted', from: index, to: index + line.length };
  });
  const quotations = stretches.filter(({ kind }) => kind === 'quoted').map(({ from, to }) => quoted({ from, to }));
  const started = busyMs();
  marks({ body: body({ texts: [text(interleaved, { stretches })], quotations }) });
  expect(busyMs() - started).toBeLessThan(3_000);
}, 30_000);

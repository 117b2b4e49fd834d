/** Header fields spoilt: doubled, folded, commented, encoded, injected. */
import type { Chance } from './chance.ts';
import { fields, headFields, inserted, type Mutation, type Mutations, replaced } from './places.ts';

const PEOPLE = '(?:From|To|Cc|Sender|Reply-To)';

export const HEADER_MUTATIONS: Mutations = {
  'a second Content-Type before': doubled(
    'Content-Type',
    (old, chance) => `Content-Type: ${otherType(chance)}\r\n${old}`,
  ),
  'a second Content-Type behind': doubled(
    'Content-Type',
    (old, chance) => `${old}\r\nContent-Type: ${otherType(chance)}`,
  ),
  'another Content-Type': doubled('Content-Type', (_, chance) => `Content-Type: ${otherType(chance)}`),
  'no Content-Type': doubled('Content-Type', () => 'X-Nothing: x'),
  'Content-Type with its parts apart': doubled('Content-Type', (old, chance) =>
    old.replace(/\/|;/, chance.pick([' / ', '(x)/', '/ ', '\r\n /', '; charset="x;', '; =; ', ';;', ';"";', '//', ''])),
  ),
  'Content-Type in other case': doubled('Content-Type', (old, chance) =>
    chance.in100(50) ? old.toUpperCase() : old.replace(/[^:]+/, (name) => name.toLowerCase()),
  ),
  'Content-Type given no value first': doubled('Content-Type', (old) => `Content-Type:\r\n${old}`),
  'multipart of another kind': doubled('Content-Type', (old, chance) =>
    old.replace(
      /multipart\/[a-z]+/i,
      `multipart/${chance.pick(['mixed', 'alternative', 'related', 'digest', 'parallel', 'report', 'signed', 'encrypted', 'form-data', 'x-other', 'appledouble', 'byteranges', 'voice-message'])}`,
    ),
  ),
  'a parameter given twice': doubled(
    'Content-(?:Type|Disposition)',
    (old, chance) =>
      `${old}; ${chance.pick(['charset=utf-7', 'charset=utf-16le', 'charset=x', 'name=a.eml', 'filename=a.html', 'name=winmail.dat', 'format=flowed', "filename*=utf-8''b.eml", 'name*0=c; name*1=.eml'])}`,
  ),
  'another charset': doubled('Content-Type', (old, chance) => withCharset(old, chance)),
  'format=flowed': doubled(
    'Content-Type',
    (old, chance) =>
      `${old}; format=${chance.pick(['flowed', 'FLOWED', '"flowed"'])}${chance.in100(50) ? '; delsp=yes' : ''}`,
  ),

  'a field folded': anyField((old, chance) => folded(old, chance)),
  'a field with space before its colon': anyField((old, chance) =>
    old.replace(':', chance.pick([' :', '\t:', '  \t:'])),
  ),
  'a field folded before its colon': anyField((old) => old.replace(':', '\r\n :')),
  'a field with a NUL': anyField((old, chance) => inserted(old, chance.below(old.length), '\0')),
  'a field with a bare return': anyField((old, chance) =>
    inserted(old, chance.below(old.length), chance.pick(['\r', '\r\r', '\rX-Y: ', '\n', '\r\r\n'])),
  ),
  'a field without a colon': anyField((old) => old.replace(':', '')),
  'a field behind a line that is none': anyField(
    (old, chance) =>
      `${chance.pick([chance.word(), ':', ': x', 'From x@y Mon', '>From x', '--', '\xa0', '\x0b'])}\r\n${old}`,
  ),
  'a field behind a space': anyField((old, chance) => chance.pick([' ', '\t', '\x0b', '\xa0', '\xef\xbb\xbf']) + old),
  'a field behind an empty line': anyField((old) => `\r\n${old}`),
  'a field behind a line of white space': anyField(
    (old, chance) => `${chance.pick([' ', '\t', '\x0c', '   '])}\r\n${old}`,
  ),
  'a field twice': anyField((old) => `${old}\r\n${old}`),
  'a field that is very long': anyField(
    (old, chance) => `${old} ${'x'.repeat(chance.pick([900, 2_000]))} ${chance.word()}`,
  ),
  'a field of bytes beyond ASCII': anyField(
    (old, chance) => `${old} ${chance.pick(['caf\xe9', 'caf\xc3\xa9', '\xff\xfe', '\xe2\x80\xae'])} ${chance.word()}`,
  ),
  'a field in other case': anyField((old) =>
    old.replace(/^[^:]+/, (name) => (name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase())),
  ),
  'a field gone': anyField(() => 'X-Gone: x'),
  'a byte order mark before everything': (text) => `\xef\xbb\xbf${text}`,
  'an empty line before everything': (text) => `\r\n${text}`,
  'a line of a mailbox file before everything': (text, chance) =>
    `${chance.pick(['From ', '>From '])}a@x.example Mon Nov 23 10:15:00 2026\r\n${text}`,

  'another person beside': people((old, chance) => `${old}, ${person(chance)}`),
  'another field of people': people(
    (old, chance) => `${old}\r\n${chance.pick(['From', 'To', 'Cc', 'Sender', 'Bcc'])}: ${person(chance)}`,
  ),
  'another subject': (text, chance) =>
    replaced(text, chance.one(headFields(text, 'Subject')), (old) =>
      chance.in100(50) ? `${old}\r\nSubject: ${chance.word()}` : `Subject: ${chance.word()}\r\n${old}`,
    ),
  'a comment among people': people((old, chance) =>
    inserted(old, placeIn(old, chance), chance.pick(['(x)', '(a@b.example)', '(', ')', '(a (b) c', '(\\))', ' (x) '])),
  ),
  'a quotation mark among people': people((old, chance) =>
    inserted(old, placeIn(old, chance), chance.pick(['"', '"x"', '\\', '"a@b.example"', '\\"'])),
  ),
  'a sign among people': people((old, chance) =>
    inserted(
      old,
      placeIn(old, chance),
      chance.pick(['<', '>', ',', ';', ':', '@', '[', ']', '.', '<>', ',,', '<x@y.example>', 'grp:', '=', '@a,@b:']),
    ),
  ),
  'encoded words among people': people((old, chance) =>
    inserted(old, placeIn(old, chance), encodedWord(`${person(chance)}`, chance)),
  ),
  'people whose name is an address': people(
    (old, chance) => `${old}, "${person(chance).replace(/[<>]/g, '')}" <${chance.word()}@x.example>`,
  ),
  'people without a domain': people((old) => old.replace(/@[^>,\s]*/, '')),
  'people in the old style': people(
    (old, chance) => `${old}, ${chance.word()}@x.example (${chance.word()} ${chance.word()})`,
  ),
  'people at an unusual address': people(
    (old, chance) =>
      `${old}, ${chance.pick(['"a b"@x.example', 'a@[192.0.2.1]', 'A.B+c@X.Example.', '<@r.example:a@x.example>', '"a"@x.example', 'a.@x.example', 'a..b@x.example', '\xc3\xa9@x.example', 'a@\xc3\xa9.example', 'a @ x.example', 'a@x', 'a(c)@(d)x.example'])}`,
  ),
  'encoded subject': subject((words, chance) => encodedWord(words, chance)),
  'encoded subject in pieces': subject((words, chance) => {
    const at = chance.below(words.length);
    return (
      encodedWord(words.slice(0, at), chance) +
      chance.pick([' ', '\r\n ', '', '\t', ' x ']) +
      encodedWord(words.slice(at), chance)
    );
  }),
  'encoded subject, spoilt': subject((words, chance) => {
    const word = encodedWord(words, chance);
    const at = chance.below(word.length);
    return chance.in100(50)
      ? word.slice(0, at) + word.slice(at + 1)
      : inserted(word, at, chance.pick([' ', '=', '?', '_', '\r\n ', '"', '*en']));
  }),
  'encoded subject with a line end in it': subject(
    (words, chance) =>
      `=?utf-8?Q?x=0D=0A${chance.pick(['From', 'Bcc', 'Subject', ''])}:_${words.replace(/[^A-Za-z]/g, '_')}?=`,
  ),
};

function doubled(name: string, change: (old: string, chance: Chance) => string): Mutation {
  return (text, chance) => replaced(text, chance.one(fields(text, name)), (old) => change(old, chance));
}

function anyField(change: (old: string, chance: Chance) => string): Mutation {
  return (text, chance) => {
    const all = chance.in100(50) ? headFields(text) : fields(text, '(?:Content-[A-Za-z-]+|From|To|Subject)');
    return replaced(text, chance.one(all), (old) => change(old, chance));
  };
}

function people(change: (old: string, chance: Chance) => string): Mutation {
  return (text, chance) => replaced(text, chance.one(headFields(text, PEOPLE)), (old) => change(old, chance));
}

function subject(change: (words: string, chance: Chance) => string): Mutation {
  return (text, chance) =>
    replaced(text, chance.one(headFields(text, 'Subject')), (old) => `Subject: ${change(old.slice(8).trim(), chance)}`);
}

function person(chance: Chance): string {
  return `${chance.word()} <${chance.word()}@x.example>`;
}

function placeIn(old: string, chance: Chance): number {
  const from = old.indexOf(':') + 1;
  return from + chance.below(old.length - from + 1);
}

function otherType(chance: Chance): string {
  return chance.pick([
    'text/plain',
    'text/html',
    'text/html; charset=utf-8',
    'multipart/mixed; boundary=x',
    'text',
    'text/x-other',
    'text/calendar',
    'text/enriched',
    'text/rtf',
    'message/rfc822',
    'message/partial; id=a; number=1; total=2',
    'message/external-body; access-type=url',
    'message/delivery-status',
    'message/global',
    'text/rfc822-headers',
    'application/octet-stream; name=a.txt',
    'text/plain; name=a.eml',
    'text/html; name="winmail.dat"',
    'application/pkcs7-mime; smime-type=signed-data',
    'application/ms-tnef',
    '',
    '"text/plain"',
    'text/plain, text/html',
    'image/png',
    'application/xhtml+xml',
    'multipart/alternative',
    'text/vcard',
    'text/csv; name=x.ics',
    'application/pdf; name=a.html',
  ]);
}

function withCharset(old: string, chance: Chance): string {
  const label = chance.pick([
    'utf-8',
    'UTF8',
    '"utf-8"',
    "'utf-8'",
    'utf-16',
    'utf-16be',
    'utf-7',
    'iso-8859-1',
    'iso-8859-15',
    'windows-1251',
    'koi8-r',
    'shift_jis',
    'iso-2022-jp',
    'gb2312',
    'big5',
    'euc-kr',
    'cp037',
    'x-unknown',
    '',
    'utf-8, us-ascii',
    'utf-8(x)',
    "utf-8''",
    'unicode-1-1-utf-7',
    'hz-gb-2312',
    'iso-10646-ucs-2',
    'utf-32',
    'ibm850',
    'macintosh',
    'unknown-8bit',
    '8bit',
    '=?utf-8?q?utf-8?=',
    'charset=utf-8',
  ]);
  return `${old.replace(/;?\s*charset="?[^";\s]*"?/i, '')}; charset=${label}`;
}

function folded(old: string, chance: Chance): string {
  const spaces = [...old.matchAll(/[ \t]+/g)].map(({ index }) => index);
  const at = chance.in100(60) ? (chance.one(spaces) ?? old.length) : placeIn(old, chance);
  return inserted(old, at, chance.pick(['\r\n ', '\r\n\t', '\r\n \r\n ', '\n ', '\r\n    ']));
}

function encodedWord(words: string, chance: Chance): string {
  const charset = chance.pick(['utf-8', 'UTF-8', 'iso-8859-1', 'us-ascii', 'utf-8*en', 'windows-1252', 'x-unknown']);
  if (chance.in100(50)) return `=?${charset}?B?${Buffer.from(words, 'latin1').toString('base64')}?=`;
  return `=?${charset}?q?${words.replace(/[^A-Za-z ]/g, (char) => `=${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`).replaceAll(' ', '_')}?=`;
}

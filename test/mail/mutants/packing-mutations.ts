/** How parts are packed, spoilt: transfer encodings, files in texts, letters in letters; and bytes of no meaning at all. */
import type { Chance } from './chance.ts';
import { base64, quotedPrintable } from './made-letters.ts';
import {
  anywhere,
  bodies,
  boundaryLines,
  fields,
  inserted,
  type Mutation,
  type Mutations,
  replaced,
} from './places.ts';

const ENCODING = 'Content-Transfer-Encoding';

export const PACKING_MUTATIONS: Mutations = {
  'another encoding': encoding((_, chance) => `${ENCODING}: ${someEncoding(chance)}`),
  'a second encoding': encoding((old, chance) =>
    chance.in100(50)
      ? `${ENCODING}: ${someEncoding(chance)}\r\n${old}`
      : `${old}\r\n${ENCODING}: ${someEncoding(chance)}`,
  ),
  'no encoding': encoding(() => 'X-Nothing: x'),
  'an encoding said of a part that has none': (text, chance) =>
    replaced(text, chance.one(fields(text, 'Content-Type')), (old) => `${old}\r\n${ENCODING}: ${someEncoding(chance)}`),
  'an encoding written otherwise': encoding((old, chance) => {
    const value = old.slice(old.indexOf(':') + 1).trim();
    return `${ENCODING}: ${chance.pick([value.toUpperCase(), `"${value}"`, `${value};`, `${value}; x=y`, `${value} (x)`, `(x) ${value}`, `${value},8bit`, `x-${value}`, `${value.slice(0, 3)}(x)${value.slice(3)}`, `\r\n ${value}`, `${value}\r\n `, value.replace('-', '_'), `=?utf-8?q?${value}?=`, `'${value}'`, `${value}.`, `${value}\t8bit`])}`;
  }),
  'base64 with other signs in it': packed((old, chance) =>
    inserted(
      old,
      chance.below(old.length + 1),
      chance.pick(['=', '==', '!', ' ', '\r\n', '\r\n\r\n', '-', '_', '*', '<b>', '\0', '\xa0', '====', ',', '.']),
    ),
  ),
  'base64 cut': packed((old, chance) => old.slice(0, chance.below(old.length + 1))),
  'base64 without padding': packed((old) => old.replace(/=+\s*$/, '')),
  'base64 with more behind it': packed(
    (old, chance) =>
      `${old.trimEnd()}${chance.pick(['=', '', '\r\n'])}${chance.pick(['\r\n', ''])}${chance.in100(50) ? base64(Buffer.from(` ${chance.word()} `)) : chance.word()}\r\n`,
  ),
  'base64 on one line': packed((old) => old.replace(/\s+/g, '')),
  'quoted-printable with odd escapes': anyBody((old, chance) =>
    inserted(
      old,
      chance.below(old.length + 1),
      chance.pick([
        '=',
        '=\r\n',
        '= \r\n',
        '=\n',
        '=4',
        '=zz',
        '=e9',
        '=3D',
        '==',
        '=0D=0A',
        '=00',
        '=\r\n=\r\n',
        '=20\r\n',
        '=C2=AD',
      ]),
    ),
  ),
  'a part packed in base64': repacked('base64', (old) => base64(Buffer.from(old, 'latin1'))),
  'a part packed in quoted-printable': repacked('quoted-printable', quotedPrintable),
  'a multipart packed in base64': (text) => {
    const at = text.indexOf('\r\n\r\n');
    return at < 0
      ? null
      : `${text.slice(0, at)}\r\n${ENCODING}: base64\r\n\r\n${base64(Buffer.from(text.slice(at + 4), 'latin1'))}\r\n`;
  },
  'a letter within a letter': (text, chance) => {
    const form = chance.pick(['', '', 'base64', 'quoted-printable', '8bit', 'x-uuencode']);
    const body =
      form === 'base64'
        ? base64(Buffer.from(text, 'latin1'))
        : form === 'quoted-printable'
          ? quotedPrintable(text)
          : text;
    const [boundary, name] = [chance.word(), chance.pick(['', '', '; name=a.eml', '; name=a.txt'])];
    const type = chance.pick([
      'message/rfc822',
      'message/rfc822',
      'message/global',
      'application/octet-stream; name=b.eml',
      'message/news',
      'text/plain; name=c.eml',
    ]);
    return `From: ${chance.word()}@x.example\r\nSubject: ${chance.word()}\r\nContent-Type: multipart/mixed; boundary=${boundary}\r\n\r\n--${boundary}\r\n\r\n${chance.word()}\r\n--${boundary}\r\nContent-Type: ${type}${name}\r\n${form === '' ? '' : `${ENCODING}: ${form}\r\n`}\r\n${body}\r\n--${boundary}--\r\n`;
  },
  'a uuencoded file in a text': anyBody(
    (old, chance) => `${old}\r\n${uuencoded(`${chance.word()} ${chance.word()}`, chance)}\r\n`,
  ),
  'text before the parts': (text, chance) => beside(text, chance, 0),
  'text behind the parts': (text, chance) => beside(text, chance, -1),
  'two parts changed about': (text, chance) => {
    const lines = [...boundaryLines(text)].sort((a, b) => a.from - b.from);
    if (lines.length < 3) return null;
    const n = chance.below(lines.length - 2);
    const [a, b, c] = [lines[n]?.from ?? 0, lines[n + 1]?.from ?? 0, lines[n + 2]?.from ?? 0];
    return text.slice(0, a) + text.slice(b, c) + text.slice(a, b) + text.slice(c);
  },
  'a part twice': (text, chance) => {
    const lines = [...boundaryLines(text)].sort((a, b) => a.from - b.from);
    const n = chance.below(Math.max(1, lines.length - 1));
    const [from, to] = [lines[n]?.from, lines[n + 1]?.from];
    return from === undefined || to === undefined ? null : text.slice(0, to) + text.slice(from);
  },
  'a disposition': (text, chance) =>
    replaced(
      text,
      chance.one(fields(text, 'Content-Type')),
      (old) =>
        `${old}\r\nContent-Disposition: ${chance.pick(['attachment', 'inline', 'attachment; filename=a.txt', 'inline; filename=a.html', 'attachment; filename=a.eml', 'attachment; filename="winmail.dat"', 'attachment; filename=a.ics', 'attachment; filename=a.p7m', 'x; filename=a.exe', "attachment; filename*=utf-8''a.txt", '"attachment"', 'attachment filename=a', 'form-data; name=x'])}`,
    ),
  'words where there are none': (text, chance) => inserted(text, anywhere(text, chance), ` ${chance.word()} `),
  'a line where there is none': (text, chance) =>
    inserted(
      text,
      anywhere(text, chance),
      `\r\n${chance.pick([chance.word(), '.', '>', '--', '', 'From x', `X-More: ${chance.word()}`])}\r\n`,
    ),
  'a very long line': (text, chance) =>
    inserted(text, anywhere(text, chance), `${'x '.repeat(2_000)}${chance.word()} `),
  'cut short': (text, chance) => text.slice(0, anywhere(text, chance)),
  'bytes changed': (text, chance) => {
    let spoilt = text;
    for (let n = chance.below(6); n >= 0; n--) {
      const at = anywhere(spoilt, chance);
      spoilt = spoilt.slice(0, at) + String.fromCharCode(chance.below(256)) + spoilt.slice(at + 1);
    }
    return spoilt;
  },
  'bytes gone': (text, chance) => {
    const at = anywhere(text, chance);
    return text.slice(0, at) + text.slice(at + 1 + chance.below(40));
  },
  'bytes twice': (text, chance) => {
    const at = anywhere(text, chance);
    return inserted(text, at, text.slice(at, at + chance.below(400)));
  },
  'a control character': (text, chance) =>
    inserted(
      text,
      anywhere(text, chance),
      chance.pick([
        '\0',
        '\x1a',
        '\x0b',
        '\x0c',
        '\x1b',
        '\x7f',
        '\x85',
        '\r',
        '\n',
        '\r\r\n',
        '\xa0',
        '\xef\xbb\xbf',
        '\xe2\x80\x8b',
        '\xc2\xad',
      ]),
    ),
  'bare line feeds throughout': (text) => text.replaceAll('\r\n', '\n'),
  'bare line feeds from somewhere on': (text, chance) => {
    const at = anywhere(text, chance);
    return text.slice(0, at) + text.slice(at).replaceAll('\r\n', '\n');
  },
};

function encoding(change: (old: string, chance: Chance) => string): Mutation {
  return (text, chance) => replaced(text, chance.one(fields(text, ENCODING)), (old) => change(old, chance));
}

function someEncoding(chance: Chance): string {
  return chance.pick([
    'base64',
    'quoted-printable',
    '7bit',
    '8bit',
    'binary',
    'x-uuencode',
    'uuencode',
    'x-unknown',
    'base64, quoted-printable',
    '',
    'QUOTED-PRINTABLE',
    'Base-64',
    'none',
    'utf-8',
    'x-yencode',
  ]);
}

function anyBody(change: (old: string, chance: Chance) => string): Mutation {
  return (text, chance) => replaced(text, chance.one(bodies(text)), (old) => change(old, chance));
}

/** A body that is base64 now. */
function packed(change: (old: string, chance: Chance) => string): Mutation {
  return (text, chance) => {
    const all = bodies(text).filter((body) => body.text.length > 3 && /^[A-Za-z0-9+/=\s]+$/.test(body.text));
    return replaced(text, chance.one(all), (old) => change(old, chance));
  };
}

/** The body and what is said of it. */
function repacked(as: string, pack: (old: string) => string): Mutation {
  return (text, chance) => {
    const body = chance.one(bodies(text));
    return body === null
      ? null
      : `${text.slice(0, body.from - 2)}${ENCODING}: ${as}\r\n\r\n${pack(body.text)}${text.slice(body.to)}`;
  };
}

function beside(text: string, chance: Chance, which: 0 | -1): string | null {
  const line = boundaryLines(text).at(which);
  if (line === undefined) return null;
  const words = chance.pick([
    chance.word(),
    `${chance.word()} MIME ${chance.word()}`,
    `This is a multi-part message in MIME format. ${chance.word()}`,
  ]);
  return which === 0 ? inserted(text, line.from, `${words}\r\n`) : inserted(text, line.to, `\r\n${words}\r\n`);
}

function uuencoded(words: string, chance: Chance): string {
  const bytes = Buffer.from(words);
  const sixes = [...Array(Math.ceil(bytes.length / 3)).keys()].flatMap((n) => {
    const three = ((bytes[n * 3] ?? 0) << 16) | ((bytes[n * 3 + 1] ?? 0) << 8) | (bytes[n * 3 + 2] ?? 0);
    return [18, 12, 6, 0].map((shift) => String.fromCharCode(32 + ((three >> shift) & 63)));
  });
  return `begin 644 ${chance.word()}.txt\r\n${String.fromCharCode(32 + bytes.length)}${sixes.join('')}\r\n${chance.pick(['`\r\n', ' \r\n', ''])}${chance.pick(['end', ''])}`;
}

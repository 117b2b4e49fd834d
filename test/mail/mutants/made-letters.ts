/**
 * Letters made up of parts in parts, for mutants: every leaf holds words that stand nowhere else, so that a reading
 * which loses one branch of several cannot be excused by the others.
 */
import type { Chance } from './chance.ts';

/** In Latin-1: one character is one byte. Lines end in CRLF. */
export function madeLetter(chance: Chance): string {
  const person = () => `${chance.word()} <${chance.word()}@${chance.word()}.example>`;
  const head = [
    `From: ${person()}`,
    `To: ${person()}, ${person()}`,
    ...(chance.in100(50) ? [`Cc: Committee: ${person()}, ${chance.word()}@${chance.word()}.example;`] : []),
    ...(chance.in100(20) ? [`Sender: ${person()}`] : []),
    `Subject: ${chance.word()} ${chance.word()} ${chance.word()}`,
    'Date: Mon, 23 Nov 2026 10:15:00 +0000',
    `Message-ID: <${chance.word()}@${chance.word()}.example>`,
    'MIME-Version: 1.0',
  ];
  return lines(...head, entity(chance, 0));
}

/** A MIME entity: its own header fields, a blank line, its body. */
function entity(chance: Chance, depth: number): string {
  const kind = chance.below(depth === 0 ? 14 : 20);
  if (depth < 4 && kind < 9 - depth * 2) return multipart(chance, depth);
  if (depth < 3 && kind === 10) return letterWithin(chance);
  return leaf(chance);
}

function multipart(chance: Chance, depth: number): string {
  const boundary = chance.pick(['=_', '----=_Part_', 'b1_', 'Apple-Mail=_']) + chance.word();
  const subtype = chance.pick([
    'mixed',
    'mixed',
    'alternative',
    'alternative',
    'related',
    'digest',
    'signed',
    'report',
  ]);
  const count = 1 + chance.below(3);
  const parts = Array.from({ length: count }, () => lines(`--${boundary}`, entity(chance, depth + 1)));
  const preamble = chance.in100(30) ? ['This is a multi-part message in MIME format.'] : [];
  return lines(
    `Content-Type: multipart/${subtype}; boundary="${boundary}"`,
    '',
    ...preamble,
    ...parts,
    `--${boundary}--`,
    '',
  );
}

function letterWithin(chance: Chance): string {
  const type = 'Content-Type: message/rfc822';
  const inner = madeLetter(chance);
  if (chance.in100(50)) return lines(type, '', inner);
  return lines(type, 'Content-Transfer-Encoding: base64', '', base64(Buffer.from(inner, 'latin1')));
}

function leaf(chance: Chance): string {
  const words = Array.from({ length: 3 + chance.below(5) }, () => chance.word());
  switch (chance.below(8)) {
    case 0:
      return encoded(chance, 'text/html; charset=utf-8', html(chance, words));
    case 1:
      return encoded(chance, 'text/html; charset=utf-8', `<p>${words.join(' &amp; ')}</p>`);
    case 2:
      return encoded(chance, 'text/plain; charset=iso-8859-1', `${words.join(' caf\xe9 ')} \xa35`);
    case 3:
      return encoded(chance, `text/csv; name="${chance.word()}.csv"`, words.join(','));
    case 4:
      return lines(
        'Content-Type: text/plain; charset=utf-16le',
        'Content-Transfer-Encoding: base64',
        '',
        base64(Buffer.from(words.join(' '), 'utf16le')),
      );
    case 5:
      return lines(
        `Content-Type: text/plain; charset=utf-8; name="${chance.word()}.txt"`,
        `Content-Disposition: attachment; filename="${chance.word()}.txt"`,
        '',
        words.join('\r\n'),
      );
    default:
      return encoded(chance, 'text/plain; charset=us-ascii', words.join(chance.pick([' ', '\r\n', '\r\n> '])));
  }
}

function html(chance: Chance, [first = '', second = '', ...rest]: readonly string[]): string {
  const split = `${first.slice(0, 4)}<b></b>${first.slice(4)}`;
  const plain = [...second].map((letter) => `&#${letter.charCodeAt(0)};`).join('');
  return lines(
    '<html><body>',
    `<div>${split} ${plain}</div>`,
    chance.in100(30) ? '<!-- x -->' : '',
    rest.join('<br>'),
    '</body></html>',
  );
}

function encoded(chance: Chance, type: string, text: string): string {
  switch (chance.below(3)) {
    case 0:
      return lines(
        `Content-Type: ${type}`,
        'Content-Transfer-Encoding: base64',
        '',
        base64(Buffer.from(text, 'latin1')),
      );
    case 1:
      return lines(`Content-Type: ${type}`, 'Content-Transfer-Encoding: quoted-printable', '', quotedPrintable(text));
    default:
      return lines(`Content-Type: ${type}`, ...(chance.in100(50) ? ['Content-Transfer-Encoding: 8bit'] : []), '', text);
  }
}

export function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/(.{76})(?=.)/g, '$1\r\n');
}

export function quotedPrintable(text: string): string {
  return text
    .replace(/[=\x80-\xff]/g, (char) => `=${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
    .replace(/([^\r\n]{70})(?=[^\r\n]{3})/g, '$1=\r\n');
}

function lines(...all: readonly string[]): string {
  return all.join('\r\n');
}

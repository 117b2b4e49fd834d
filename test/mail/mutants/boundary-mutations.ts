/** Boundary lines and the parameter that names them, spoilt as senders do who want one program to see other parts than the next. */

import type { Chance } from './chance.ts';
import { boundaries, boundaryLines, fields, inserted, type Mutations, type Place, replaced } from './places.ts';

export const BOUNDARY_MUTATIONS: Mutations = {
  'boundary line with white space behind it': line(
    (old, chance) => old + chance.pick([' ', '\t', '  \t ', ' '.repeat(300)]),
  ),
  'boundary line with words behind it': line(
    (old, chance) => old + chance.pick([chance.word(), ` ${chance.word()}`, ';', '-', '--', '\x0b', '\xa0']),
  ),
  'boundary line with something before it': line(
    (old, chance) => chance.pick([' ', '-', '>', '\t', '\x00', '\x0c']) + old,
  ),
  'boundary line that closes too early': line((old) => `${old.replace(/--$/, '')}--`),
  'boundary line that does not close': line((old) => old.replace(/-{1,2}$/, '')),
  'boundary line that is gone': line(() => ''),
  'boundary line that comes twice': line((old) => `${old}\r\n${old}`),
  'boundary line in other case': line((old, chance) => (chance.in100(50) ? old.toUpperCase() : old.toLowerCase())),
  'boundary line cut short': line((old, chance) => old.slice(0, 2 + chance.below(old.length))),
  'boundary line without a line end before it': (text, chance) => {
    const place = chance.one(boundaryLines(text));
    return place === null || place.from < 2 ? null : text.slice(0, place.from - 2) + text.slice(place.from);
  },
  'boundary line between bare line feeds': (text, chance) => {
    const place = chance.one(boundaryLines(text));
    return place === null ? null : `${text.slice(0, place.from - 2)}\n${place.text}\n${text.slice(place.to + 2)}`;
  },
  'boundary line of another multipart': (text, chance) => {
    const [line, other] = [chance.one(boundaryLines(text)), chance.one(boundaries(text))];
    return other === null ? null : replaced(text, line, () => `--${other}${chance.in100(50) ? '--' : ''}`);
  },
  'last closing line gone': (text) => replaced(text, boundaryLines(text).at(-1) ?? null, () => ''),

  'boundary given twice, another first': parameter((old, chance) => `boundary="${chance.word()}"; ${old}`),
  'boundary given twice, another last': parameter((old, chance) => `${old}; boundary="${chance.word()}"`),
  'boundary given twice, once of another multipart': (text, chance) => {
    const other = chance.one(boundaries(text));
    return other === null ? null : replaced(text, chance.one(parameters(text)), (old) => `boundary="${other}"; ${old}`);
  },
  'boundary without quotes': named((value) => `boundary=${value}`),
  'boundary in single quotes': named((value) => `boundary='${value}'`),
  'boundary with escapes': named((value, chance) => `boundary="${inserted(value, chance.below(value.length), '\\')}"`),
  'boundary with white space in its quotes': named((value, chance) =>
    chance.pick([`boundary="${value} "`, `boundary=" ${value}"`, `boundary="${value}\t"`]),
  ),
  'boundary with white space around the sign': named((value, chance) =>
    chance.pick([
      `boundary = "${value}"`,
      `boundary= ${value}`,
      `boundary\r\n ="${value}"`,
      `boundary=\r\n\t"${value}"`,
    ]),
  ),
  'boundary with a comment': named((value, chance) =>
    chance.pick([
      `boundary=(x)"${value}"`,
      `boundary="${value}"(x)`,
      `boundary(x)="${value}"`,
      `(x;) boundary="${value}"`,
    ]),
  ),
  'boundary unclosed': named((value) => `boundary="${value}`),
  'boundary cut at a sign': named(
    (value, chance) => `boundary=${value}${chance.pick([' x', '/x', ',x', '(x', '"x"', '=x', '?='])}`,
  ),
  'boundary in pieces': named((value, chance) => {
    const at = chance.below(value.length);
    const [a, b] = [value.slice(0, at), value.slice(at)];
    return chance.pick([
      `boundary*0="${a}"; boundary*1="${b}"`,
      `boundary*1="${b}"; boundary*0="${a}"`,
      `boundary*0*=utf-8''${percent(a)}; boundary*1="${b}"`,
      `boundary*0="${a}"; boundary*2="${b}"`,
      `boundary*00="${a}"; boundary*01="${b}"`,
      `boundary="${chance.word()}"; boundary*0="${a}"; boundary*1="${b}"`,
      `boundary*0="${a}"; boundary*1="${b}"; boundary="${chance.word()}"`,
    ]);
  }),
  'boundary in percents': named((value, chance) =>
    chance.pick([
      `boundary*=utf-8''${percent(value)}`,
      `boundary*=${percent(value)}`,
      `boundary*="utf-8''${value}"`,
      `boundary="${chance.word()}"; boundary*=us-ascii'en'${percent(value)}`,
    ]),
  ),
  'boundary as an encoded word': named(
    (value) =>
      `boundary="=?utf-8?Q?${value.replace(/[=_?]/g, (char) => `=${char.charCodeAt(0).toString(16).toUpperCase()}`)}?="`,
  ),
  'boundary empty or gone': named((_, chance) =>
    chance.pick(['boundary=""', 'boundary=', 'boundary', 'x=y', 'boundary=" "']),
  ),
  'boundary behind other separators': (text, chance) =>
    replaced(text, chance.one(fields(text, 'Content-Type')), (old) =>
      old.replace(/;(?=\s*boundary)/i, chance.pick(['', ',', ' ', ';;', '; ;', ';\r\n\r\n\t', '\r\n '])),
    ),
  'boundary that begins like another': (text, chance) => {
    const value = chance.one(boundaries(text));
    return value === null ? null : text.replaceAll(value, value.slice(0, 1 + chance.below(4)));
  },
  'boundary with other bytes': (text, chance) => {
    const value = chance.one(boundaries(text));
    return value === null
      ? null
      : text.replaceAll(
          value,
          chance.pick([
            '\xe9t\xe9',
            'a b',
            'a:b',
            "a'b",
            'a\\b',
            '=?utf-8?q?x?=',
            'x'.repeat(300),
            '-',
            '--',
            'B--',
            'a;b',
            'A(b)',
            '%41',
            'é',
          ]),
        );
  },
};

function line(change: (old: string, chance: Chance) => string) {
  return (text: string, chance: Chance) =>
    replaced(text, chance.one(boundaryLines(text)), (old) => change(old, chance));
}

function parameter(change: (old: string, chance: Chance) => string) {
  return (text: string, chance: Chance) => replaced(text, chance.one(parameters(text)), (old) => change(old, chance));
}

function named(change: (value: string, chance: Chance) => string) {
  return parameter((old, chance) => change(/"?([^"=]+)"?$/.exec(old.replace(/^boundary=/i, ''))?.[1] ?? old, chance));
}

function parameters(text: string): readonly Place[] {
  return [...text.matchAll(/\bboundary=(?:"[^"]*"|[^"\s;]+)/gi)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    text: match[0],
  }));
}

function percent(value: string): string {
  return [...value].map((char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
}

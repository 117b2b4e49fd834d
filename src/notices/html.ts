/**
 * A notice as HTML for Outlook, a phone and a screen reader alike: plain elements in reading order, a table only for
 * the copies, no image, no script, no link, and no colour of its own, so that a dark screen stays dark.
 */
import type { Block, Document } from './document.ts';

const BODY = 'margin:0;padding:16px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5';
/** Long addresses break instead of pushing the page sideways on a phone. */
const COLUMN = 'max-width:640px;overflow-wrap:anywhere;word-break:break-word';
const CELL = 'padding:6px 12px 6px 0;text-align:left;vertical-align:top;border-bottom:1px solid';
const QUOTE = 'margin:0 0 16px 0;padding:0 0 0 12px;border-left:4px solid';

export function asHtml(document: Document): string {
  const lang = escaped(document.language);
  return [
    '<!DOCTYPE html>',
    `<html lang="${lang}" dir="ltr">`,
    '<head>',
    '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    `<title>${escaped(document.subject)}</title>`,
    '<style>:root { color-scheme: light dark; supported-color-schemes: light dark; }</style>',
    '</head>',
    `<body style="${BODY}">`,
    `<div lang="${lang}" dir="ltr" style="${COLUMN}">`,
    `<h1 style="font-size:20px;line-height:1.3;margin:0 0 16px 0">${escaped(document.subject)}</h1>`,
    ...document.blocks.map(block),
    '</div>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}

function block(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h2 style="font-size:18px;line-height:1.3;margin:24px 0 8px 0">${escaped(block.text)}</h2>`;
    case 'paragraph':
      return paragraph(block.text);
    case 'quote':
      return `${paragraph(block.lead)}\r\n<blockquote style="${QUOTE}">${escaped(block.text)}</blockquote>`;
    case 'list':
      return `<ul style="margin:0 0 16px 0;padding:0 0 0 20px">\r\n${block.items.map(item).join('\r\n')}\r\n</ul>`;
    case 'copies':
      return table(block);
  }
}

function paragraph(text: string): string {
  return `<p style="margin:0 0 16px 0">${escaped(text)}</p>`;
}

function item(text: string): string {
  return `<li style="margin:0 0 8px 0">${escaped(text)}</li>`;
}

function table(copies: Extract<Block, { kind: 'copies' }>): string {
  const head = copies.columns.map((name) => `<th scope="col" style="${CELL}">${escaped(name)}</th>`).join('');
  const rows = copies.rows.map(
    (row) =>
      `<tr><th scope="row" style="${CELL};font-weight:normal">${escaped(row.to)}</th>` +
      `<td style="${CELL}">${escaped(row.became)}</td></tr>`,
  );
  return [
    '<table style="border-collapse:collapse;width:100%;margin:0 0 16px 0">',
    `<thead><tr>${head}</tr></thead>`,
    '<tbody>',
    ...rows,
    '</tbody>',
    '</table>',
  ].join('\r\n');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

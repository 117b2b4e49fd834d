/** How a `Content-Type` says by what its parts are divided: whether every program reads the same in it. */

/**
 * Written so that programs read different boundaries: beyond ASCII (RFC 2046 §5.1.1), with signs that want quotes
 * (RFC 2045 §5.1; all take `=`, `/`, `?` and `:` without), with more behind the quotes, as an encoded-word, or both in
 * one and in pieces (RFC 2231 §3).
 */
export function isOddBoundary(contentType: string): boolean {
  const names = [...contentType.matchAll(/\bboundary(\*[^=\s;]{0,20})?\s*=/gi)].map((match) => match[1] ?? '');
  if (names.length === 0) return false;
  if (/[^\x00-\x7f]/.test(contentType.slice(contentType.search(/boundary/i)))) return true;
  if (names[0] !== '') return names.some((name, n) => name !== `*${n}`);
  const written = /\bboundary\s*=\s*("[^"]{0,1000}"|)([^;]{0,1000})/i.exec(contentType);
  const [quoted, bare] = [written?.[1] ?? '', (written?.[2] ?? '').trim()];
  if (names.some((name) => name !== '') || written?.[0].includes('=?')) return true;
  return quoted === '' ? !PLAIN.test(bare) : bare !== '' && !bare.startsWith('(');
}

const PLAIN = /^[\w+.\-=/?:%!#$&*^`{|}~][\w+.\-=/?:%!#$&*^`{|}~']*$/;

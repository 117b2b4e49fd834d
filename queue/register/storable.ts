/**
 * Values as PostgreSQL can keep them: neither its text nor its jsonb takes U+0000 or half a surrogate pair, and a
 * stranger's subject line may hold both. They become U+FFFD; everything else stays as it is.
 */

/** The JSON text of `value`, safe to store. */
export function storable(value: unknown): string {
  const json = JSON.stringify(value);
  return /\\u0000|\\u[dD][89a-fA-F]/.test(json) ? JSON.stringify(value, (_key, part) => cleaned(part)) : json;
}

function cleaned(part: unknown): unknown {
  return typeof part === 'string' ? cleanText(part) : part;
}

export function cleanText(text: string): string {
  return text.replace(/\u0000|\p{Surrogate}/gu, '\ufffd');
}

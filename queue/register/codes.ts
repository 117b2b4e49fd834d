/**
 * Of what a next hop said about a protected copy, the codes alone, as SQL: its words may name somebody. Whatever a
 * caller hands in, nothing else reaches a row.
 */

/** `550 5.1.1`, `550`, or `5.4.7` where the words are our own; null where it begins with no code. */
export function sqlCodes(reply: string): string {
  return `substring(${reply}, '^(?:\\d{3}(?:[ -]\\d\\.\\d{1,3}\\.\\d{1,3})?|\\d\\.\\d{1,3}\\.\\d{1,3})')`;
}

/** The same outside of SQL; empty where it begins with no code. */
export function codesIn(reply: string): string {
  return /^(?:\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?|\d\.\d{1,3}\.\d{1,3})/.exec(reply)?.[0] ?? '';
}

/** A report's payload cut to which copies it is about, what became of each, and codes. */
export function sqlReportOfCodes(payload: string): string {
  return `jsonb_build_object('copies', (select coalesce(jsonb_agg(jsonb_build_object('n', told.copy->'n', 'fate', jsonb_strip_nulls(
    jsonb_build_object('kind', told.copy#>'{fate,kind}', 'reply', coalesce(${sqlCodes("told.copy#>>'{fate,reply}'")}, ''),
      'until', told.copy#>'{fate,until}'))) order by told.at), '[]')
    from jsonb_array_elements(case jsonb_typeof(${payload}->'copies') when 'array' then ${payload}->'copies' else '[]' end)
      with ordinality as told (copy, at)))`;
}

/** What a page holds and no reader sees, run by run. */

export type HiddenRuns = { readonly runs: string[]; current: string };

export function addHidden(hidden: HiddenRuns, text: string): void {
  hidden.current += text;
}

/** Seen text, or a comment, parts one run from the next. */
export function endRun(hidden: HiddenRuns): void {
  if (hidden.current === '') return;
  const run = hidden.current.replace(/\s+/g, ' ').trim();
  hidden.current = '';
  // Padding behind a newsletter's first line says nothing.
  if (/[\p{L}\p{N}]/u.test(run)) hidden.runs.push(run);
}

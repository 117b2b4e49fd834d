/** Thrown where a store cannot be had at all; its message is the one sentence that says what is missing. */
export class StoreMissing extends Error {
  override readonly name = 'StoreMissing';
}

/** One line of what another program said on its way out. */
export function lastWords(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').at(-1) ?? 'it said nothing';
}

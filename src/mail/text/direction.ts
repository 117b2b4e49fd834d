/**
 * Letters turned round: after U+202E `laitnedifnoc` shows as `confidential`, and no rule finds the word. No council letter
 * needs it; right-to-left scripts are written without.
 */

export function turnsLetters(text: string): boolean {
  return /[\u202d\u202e]/.test(text);
}

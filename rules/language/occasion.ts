/** What a letter answers: whether the words it quotes, or its subject, put a price, terms or an application to its author. */
import type { Letter } from '../letter.ts';
import type { Occasion } from './features.ts';

const OFFER =
  /£\s?\d|\b(?:quot(?:e|ed|es|ation)|estimate|tender|invoice|price[ds]?|cost(?:s|ing)?|fee|terms|hire|rent|lease|licen[cs]e|contract|deposit|booking|appl(?:y|ied|ication)|permission|discount|vat|per (?:hour|day|metre|head)|order form|purchase|grant|sponsor(?:ship)?|available to start|can (?:we|i) (?:use|have|book|hire))\b/i;
/** Characters of each quotation: what is asked stands near its beginning. */
const NEAR = 4_000;

export function occasionOf({ subject, body }: Letter): Occasion {
  if (body.kind === 'unreadable') return 'none';
  const quoted = body.quotations.filter(({ depth }) => depth === 1);
  const answers = quoted.length > 0 || /^\s*(?:re|aw|sv)\s*:/i.test(subject);
  if (!answers) return 'none';
  const said = quoted.map(({ part, from, to }) => {
    const text = body.texts.find((each) => each.part === part)?.text ?? '';
    return text.slice(from, Math.min(to, from + NEAR));
  });
  return [subject, ...said].some((text) => OFFER.test(text)) ? 'offer' : 'other';
}

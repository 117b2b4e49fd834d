/** Header fields that may mark a letter: `Sensitivity`, `msip_labels` and their like. */
import type { Letter } from '../../../rules/letter.ts';
import { MARKING_HEADERS } from '../../../rules/marks/headers.ts';
import { decodeWords } from './encoded-words.ts';
import { fieldsNamed, type Header } from './headers.ts';

export function labelsIn(header: Header): Letter['labels'] {
  return fieldsNamed(header, ...MARKING_HEADERS).map(({ name, value }) => ({
    header: name.toLowerCase(),
    value: decodeWords(value),
  }));
}

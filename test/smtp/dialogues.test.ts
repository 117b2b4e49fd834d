/** The conversations written down in dialogues/, each with a real server on a free port. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { readDialogue, run } from './dialogue.ts';

const folder = join(import.meta.dirname, 'dialogues');

describe('the door', () => {
  for (const file of readdirSync(folder).sort()) {
    const dialogue = readDialogue(readFileSync(join(folder, file), 'utf8'));
    it(`${dialogue.name} (${file})`, () => run(dialogue));
  }
});

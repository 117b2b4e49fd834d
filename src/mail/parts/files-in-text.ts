/** Files that stand in a text itself, and are unpacked beside it: the text stays, since not every program unpacks them. */
import { type FileInText, uuencodedIn } from './uuencode.ts';
import { yEncodedIn } from './yencode.ts';

export function filesInText(bytes: Buffer): readonly FileInText[] {
  return [...uuencodedIn(bytes), ...yEncodedIn(bytes)];
}

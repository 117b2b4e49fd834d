/** Runs a `postroom` command in this process and keeps what it said. */
import { main } from '../../src/main.ts';
import { ROOT } from '../source-tree.ts';

export type Said = { readonly exit: number; readonly out: string; readonly err: string };

/** As if typed in the package's folder, unless `cwd` says otherwise. */
export async function run(words: readonly string[], cwd: string = ROOT): Promise<Said> {
  const said = { out: '', err: '' };
  const io = { out: (text: string) => append('out', text), err: (text: string) => append('err', text), cwd, env: {} };
  const append = (where: 'out' | 'err', text: string) => {
    said[where] += text;
  };
  return { exit: await main(words, io), ...said };
}

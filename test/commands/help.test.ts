/** `postroom COMMAND --help` says how the command is used, and does nothing else. */
import { expect, test } from 'vitest';
import { run } from './run-command.ts';

const COMMANDS = (await run(['help'])).out.split('\n').flatMap((line) => /^postroom (\S+)/.exec(line)?.[1] ?? []);

test.each(COMMANDS)('%s tells its usage', async (name) => {
  for (const words of [
    [name, '--help'],
    [name, '-h'],
    [name, 'ID', '--copy', 'x@y.example', '--help'],
  ]) {
    const { exit, out, err } = await run(words);
    expect([exit, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^usage: postroom ${name}( |\\n)`));
    expect(out.split('\n')).toHaveLength(2);
  }
});

test('after `--` it is a word like any other', async () => {
  expect(await run(['explain', '--', '--help'])).toMatchObject({ exit: 1, out: '' });
});

test('an unknown command is none that can be helped with', async () => {
  expect(await run(['explian', '--help'])).toMatchObject({ exit: 2, out: '' });
});

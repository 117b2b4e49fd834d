import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { end, isRunning, markOf, ownMark, signal } from '../../src/stores/process-mark.ts';

async function sleeper() {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const mark = markOf(child.pid ?? 0);
  if (mark === null) throw new Error('it does not run');
  return { child, mark };
}

describe('the mark of a process', () => {
  it('tells whether it still runs, and ends it', async () => {
    const { mark } = await sleeper();
    expect(isRunning(mark)).toBe(true);
    expect(await end(mark, [['SIGTERM', 5_000]])).toBe(true);
    expect(isRunning(mark)).toBe(false);
  });

  it('does not reach a process that has the same number and another beginning', async () => {
    const { child, mark } = await sleeper();
    expect(signal({ ...mark, started: '1' }, 'SIGKILL')).toBe(false);
    expect(signal({ ...mark, boot: 'another' }, 'SIGKILL')).toBe(false);
    expect(isRunning(mark)).toBe(true);
    child.kill('SIGKILL');
  });

  it('goes on to the next signal where the first is not heeded', async () => {
    const child = spawn('sh', ['-c', 'trap "" TERM; echo; while :; do sleep 1; done'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    const mark = markOf(child.pid ?? 0);
    expect(mark).not.toBeNull();
    if (mark === null) return;
    expect(await end(mark, [['SIGTERM', 100]])).toBe(false);
    expect(
      await end(mark, [
        ['SIGTERM', 100],
        ['SIGKILL', 5_000],
      ]),
    ).toBe(true);
  });

  it('is stable for ourselves', () => {
    expect(isRunning(ownMark())).toBe(true);
  });
});

/** What the crew does where the machine makes no further process. */
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { openCrew } from '../../src/supervisor/crew.ts';

const fork = vi.hoisted(() => vi.fn());
vi.mock('node:child_process', async (original) => ({ ...(await original<object>()), fork }));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const child = (pid?: number) => Object.assign(new EventEmitter(), { pid, connected: false }) as unknown as ChildProcess;

it('tries again, slower and slower, where a process cannot be made', async () => {
  const unmade = child();
  fork.mockImplementationOnce(() => {
    throw new Error('spawn ENOMEM');
  });
  fork.mockImplementationOnce(() => unmade);
  fork.mockImplementation(() => child(process.pid));
  const marks: number[] = [];
  const crew = openCrew({
    roles: [{ name: 'worker', module: '', run: '', processes: 1, sharesPorts: false }],
    begin: () => ({ kind: 'stop' }),
    answer: () => null,
    onPort: () => undefined,
    onChange: (now) => void marks.push(now.length),
    log: silentLog(),
  });
  crew.start();
  expect(fork).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(400);
  expect(fork).toHaveBeenCalledTimes(2);
  unmade.emit('error', new Error('spawn EAGAIN'));
  await vi.advanceTimersByTimeAsync(799);
  expect(fork).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(fork).toHaveBeenCalledTimes(3);
  expect(marks.at(-1)).toBe(1);
});

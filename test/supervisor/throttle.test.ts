import { describe, expect, it } from 'vitest';
import { openThrottle } from '../../src/supervisor/throttle.ts';

const MINUTE = 60_000;

function throttleAt(start: number) {
  let now = start;
  const throttle = openThrottle(() => now);
  const pass = (ms: number) => {
    now += ms;
  };
  return { ...throttle, pass };
}

describe('wrong passwords', () => {
  it('cost nothing at first, then ever more time', () => {
    const throttle = throttleAt(0);
    const delays = Array.from({ length: 7 }, () => throttle.failed({ account: 'clerk', ip: '192.0.2.1' }).delayMs);
    expect(delays).toEqual([0, 0, 1_000, 2_000, 4_000, 8_000, 16_000]);
  });

  it('shut an account out after ten, from wherever they come, until a quarter of an hour has passed', () => {
    const throttle = throttleAt(0);
    for (let n = 1; n <= 10; n++) throttle.failed({ account: 'Clerk', ip: `192.0.2.${n}` });
    expect(throttle.allowed({ account: 'clerk', ip: '198.51.100.1' }).allowed).toBe(false);
    expect(throttle.allowed({ account: 'deputy', ip: '198.51.100.1' }).allowed).toBe(true);
    throttle.pass(15 * MINUTE + 1);
    expect(throttle.allowed({ account: 'clerk', ip: '198.51.100.1' })).toEqual({ allowed: true, delayMs: 0 });
  });

  it('shut an address out after thirty, whichever accounts it tries', () => {
    const throttle = throttleAt(0);
    for (let n = 1; n <= 30; n++) throttle.failed({ account: `person-${n}`, ip: '192.0.2.1' });
    expect(throttle.allowed({ account: 'clerk', ip: '192.0.2.1' }).allowed).toBe(false);
    expect(throttle.allowed({ account: 'clerk', ip: '192.0.2.2' }).allowed).toBe(true);
  });

  it('are forgotten for the account, but not for the address, by a right one', () => {
    const throttle = throttleAt(0);
    for (let n = 1; n <= 29; n++) throttle.failed({ account: 'clerk', ip: '192.0.2.1' });
    throttle.succeeded({ account: 'clerk', ip: '192.0.2.1' });
    expect(throttle.allowed({ account: 'clerk', ip: '192.0.2.1' })).toEqual({ allowed: true, delayMs: 0 });
    throttle.failed({ account: 'deputy', ip: '192.0.2.1' });
    expect(throttle.allowed({ account: 'clerk', ip: '192.0.2.1' }).allowed).toBe(false);
  });
});

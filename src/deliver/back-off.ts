/**
 * How long a next hop that could not be reached is left alone, in this process's memory: each failed attempt to
 * connect doubles the wait up to five minutes, then one letter alone tries again before the others follow.
 */
export type BackOff = {
  /** 0: go ahead. */
  readonly waitMs: (now: number) => number;
  /** Told when a connection is being made, so that no second one probes a hop that was dead. */
  readonly probing: () => void;
  readonly reached: () => void;
  readonly failed: (now: number) => void;
};

const FIRST_MS = 1_000;
const LONGEST_MS = 300_000;
/** A probe may take its whole time to connect: look again this often. */
const WHILE_PROBED_MS = 1_000;

export function openBackOff(random: () => number): BackOff {
  let failures = 0;
  let until = 0;
  let probes = 0;
  return {
    waitMs: (now) => {
      if (failures === 0) return 0;
      if (now < until) return until - now;
      return probes > 0 ? WHILE_PROBED_MS : 0;
    },
    probing: () => {
      probes += 1;
    },
    reached: () => {
      probes = Math.max(0, probes - 1);
      failures = 0;
    },
    failed: (now) => {
      probes = Math.max(0, probes - 1);
      // Twenty connections that fail together are one failure.
      if (now < until) return;
      failures += 1;
      const wait = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
      until = now + Math.round(wait * (0.75 + random() * 0.25));
    },
  };
}

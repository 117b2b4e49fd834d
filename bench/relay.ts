/**
 * How many letters a second the gateway relays, beside the peers in the same run: all are up at once, and in each
 * round every one has its turn, so that whatever else the machine does falls on all of them. README.md says how to
 * read the table.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway } from './gateway.ts';
import { startHaraka } from './haraka.ts';
import { type CountingSink, type Measured, missingTools, relay, startSink } from './load.ts';
import { median, numberOption, wordOption } from './options.ts';
import { type Missing, type Peer, startPostfix } from './postfix.ts';
import { table } from './table.ts';

const ROUNDS = numberOption('rounds', 5);
const LETTERS = numberOption('letters', 2_000);
const LINES = numberOption('lines', 20);
const ONLY = wordOption('only', 'postfix,second,haraka,gateway').split(',');
const TIMEOUT_MS = 120_000;

type System = { readonly peer: Peer; readonly rounds: Measured[] };

const folder = mkdtempSync(join(tmpdir(), 'postroom-bench-'));
// Postfix's own account has to reach its queue in there.
chmodSync(folder, 0o755);
const missing = missingTools();
if (missing !== null) {
  console.error(missing);
  process.exitCode = 3;
} else await run();
rmSync(folder, { recursive: true, force: true });

async function run(): Promise<void> {
  const sink = await startSink();
  const systems: System[] = [];
  try {
    for (const start of starters(sink)) {
      const peer = await start();
      if ('missing' in peer) console.error(`${peer.name} is left out: ${peer.missing}`);
      else systems.push({ peer, rounds: [] });
    }
    await measure(systems, sink);
    console.log(table(systems.map(({ peer, rounds }) => ({ name: peer.name, rounds }))));
  } finally {
    for (const { peer } of systems) await peer.stop();
    await sink.stop();
  }
}

function starters(sink: CountingSink): (() => Promise<Peer | Missing>)[] {
  const packages = join(tmpdir(), 'postroom-bench-haraka');
  const all: Record<string, () => Promise<Peer | Missing>> = {
    postfix: () => startPostfix(join(folder, 'postfix'), sink.port, false),
    second: () => startPostfix(join(folder, 'second'), sink.port, true),
    haraka: () => startHaraka(join(folder, 'haraka'), packages, sink.port),
    gateway: () => startGateway(join(folder, 'gateway'), sink.port),
  };
  return Object.entries(all).flatMap(([name, start]) => (ONLY.includes(name) ? [start] : []));
}

async function measure(systems: readonly System[], sink: CountingSink): Promise<void> {
  const load = { lines: LINES, timeoutMs: TIMEOUT_MS };
  for (const { peer } of systems) await relay(peer.port, sink, { ...load, letters: Math.ceil(LETTERS / 4) });
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const { peer, rounds } of systems) {
      const measured = await relay(peer.port, sink, { ...load, letters: LETTERS });
      rounds.push(measured);
      console.error(
        `round ${round}  ${peer.name.padEnd(22)}accepted/s ${measured.accepted.toFixed(0).padStart(5)}  delivered/s ${measured.delivered.toFixed(0).padStart(5)}`,
      );
    }
  }
  console.error(
    `median of ${ROUNDS} rounds, ${LETTERS} letters each, ${LINES} connections: ${systems.map(({ rounds }) => median(rounds.map((one) => one.delivered)).toFixed(0)).join(' ')}`,
  );
}

/**
 * What the gateway adds to a letter's way when it has nothing else to do: one letter at a time over one connection,
 * from the last byte of its DATA handed in to the last byte that reaches the next hop. A Postfix beside it, where
 * there is one, says what this machine's disk and scheduler cost anybody. Then the memory of the gateway at rest.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, startGateway } from './gateway.ts';
import { moment } from './load.ts';
import { pssOf } from './memory.ts';
import { openArrivals, openClient, within } from './one-letter.ts';
import { numberOption, quantile } from './options.ts';
import { type Peer, startPostfix } from './postfix.ts';

const LETTERS = numberOption('letters', 300);
const PAUSE_MS = numberOption('pause', 30);

const folder = mkdtempSync(join(tmpdir(), 'postroom-bench-'));
chmodSync(folder, 0o755);
const arrivals = await openArrivals();
try {
  const postfix = await startPostfix(join(folder, 'postfix'), arrivals.port, false);
  await report(postfix);
  const gateway = await startGateway(join(folder, 'gateway'), arrivals.port);
  await report(gateway, async (running) => {
    await moment(10_000);
    const { total, each } = pssOf((running as Gateway).processes());
    console.log(`memory at rest, PSS of ${each.length} processes: ${total.toFixed(0)} MB (must 600, goal 350)`);
    for (const { name, mb } of each.slice(0, 12)) console.log(`  ${mb.toFixed(0).padStart(5)} MB  ${name}`);
  });
} finally {
  arrivals.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function report(
  peer: Peer | { readonly name: string; readonly missing: string },
  then: (running: Peer) => Promise<void> = async () => undefined,
): Promise<void> {
  if ('missing' in peer) return console.error(`${peer.name} is left out: ${peer.missing}`);
  try {
    await latencies(peer.port, 20);
    const all = await latencies(peer.port, LETTERS);
    const [p50, p99, most] = [quantile(all, 0.5), quantile(all, 0.99), quantile(all, 1)].map((ms) => ms.toFixed(1));
    const asked = peer.name === 'Postroom' ? '  (must 40 and 150, goal 15 and 60)' : '';
    console.log(
      `${peer.name.padEnd(10)} added latency, ${LETTERS} letters: p50 ${p50} ms, p99 ${p99} ms, most ${most} ms${asked}`,
    );
    await then(peer);
  } finally {
    await peer.stop();
  }
}

async function latencies(port: number, letters: number): Promise<number[]> {
  const client = await openClient(port);
  const found: number[] = [];
  try {
    for (let n = 0; n < letters; n += 1) {
      const arrived = arrivals.next();
      const sent = await client.send();
      found.push((await within(arrived, 'the letter did not come out')) - sent);
      await client.taken();
      await moment(PAUSE_MS);
    }
    return found;
  } finally {
    client.end();
  }
}

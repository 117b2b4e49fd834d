/**
 * How long the sweep takes over a long queue: half of the letters not judged yet, half with a group that is due.
 * `npx tsx bench/sweep.ts [letters]`; prints one line of JSON: the pass that fills an empty Redis, one that finds
 * every job there already, one of those in between.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hourOf, newLetterId } from '../queue/spool/letter-id.ts';
import { sweepOnce } from '../queue/sweep/pass.ts';
import type { LetterId } from '../rules/letter.ts';
import { decision } from '../test/queue/register/letters.ts';
import { aGateway, everything } from '../test/queue/sweep/a-gateway.ts';

const letters = Number(process.argv[2] ?? 100_000);
const gateway = await aGateway();
const began = Date.now();
const ids = Array.from({ length: letters }, (_, at) => newLetterId(began - at));

/** Entries as they lie there; what is in them is not looked at, and flushing them would take longer than the sweep. */
function lay(id: LetterId): void {
  const folder = join(gateway.spool.messagePath(id), '..');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'envelope.json'), '{}');
}

for (const id of ids) lay(id);
const decided = ids.filter((_, at) => at % 2 === 0);
for (let at = 0; at < decided.length; at += 500) {
  const some = decided.slice(at, at + 500);
  await Promise.all(
    some.map((id) => gateway.register.recordDecision(decision({ id, messageId: id, receivedAt: began }))),
  );
}

async function timed(scope: Parameters<typeof sweepOnce>[1]) {
  const started = performance.now();
  const { judge, deliver, allAdded } = await sweepOnce(gateway.sweeping, scope);
  return { seconds: Math.round(performance.now() - started) / 1000, judge, deliver, allAdded };
}

const filling = await timed(everything());
const present = await timed(everything());
const now = Date.now();
const between = await timed(everything({ everything: false, now, from: now - 60_000, until: now - 30_000 }));
const hours = new Set(ids.map(hourOf)).size;
process.stdout.write(`${JSON.stringify({ letters, hours, filling, present, between })}\n`);
await gateway.end();

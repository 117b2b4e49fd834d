/**
 * The built gateway as it is run: `bin/postroom.js start`, its own PostgreSQL and Redis, the sample council with all
 * rules, every 250 flushed; only its ports, its data folder and its next hop are the bench's.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ended, freePort, moment, untilListening } from './load.ts';
import type { Missing, Peer } from './postfix.ts';

const PROGRAM = fileURLToPath(new URL('../bin/postroom.js', import.meta.url));
const COUNCIL = fileURLToPath(new URL('../samples/ashcombe/council.yaml', import.meta.url));

export type Gateway = Peer & { readonly processes: () => readonly number[] };

export async function startGateway(folder: string, sink: number): Promise<Gateway | Missing> {
  const name = 'Postroom';
  const [port, desk] = [await freePort(), await freePort()];
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  const config = join(folder, 'postroom.yaml');
  writeFileSync(config, settings({ data, port, desk, sink }));
  const log = openSync(join(folder, 'start.log'), 'w');
  const child = spawn(process.execPath, [PROGRAM, 'start', '--config', config], { stdio: ['ignore', log, log] });
  closeSync(log);
  try {
    await untilListening(port, 120_000);
    await untilReady(desk);
  } catch (error) {
    await ended(child, 25_000);
    const said = readFileSync(join(folder, 'start.log'), 'utf8').trim().slice(-500);
    return { name, missing: `the gateway did not start: ${(error as Error).message}; it said: ${said}` };
  }
  return { name, port, stop: () => ended(child, 25_000), processes: () => processesOf(child.pid ?? 0, folder) };
}

function settings({ data, port, desk, sink }: { data: string; port: number; desk: number; sink: number }): string {
  return `council: ${COUNCIL}
data: ${data}
hostname: post.bench.example
smtp: {listen: ["127.0.0.1:${port}"], trusted: [127.0.0.0/8], submission: []}
deliver: {next_hop: "smtp://127.0.0.1:${sink}"}
desk: {listen: "127.0.0.1:${desk}", url: "http://127.0.0.1:${desk}"}
`;
}

async function untilReady(desk: number): Promise<void> {
  for (const until = Date.now() + 120_000; Date.now() < until; await moment(200)) {
    try {
      if ((await fetch(`http://127.0.0.1:${desk}/readyz`)).ok) return;
    } catch {
      // The desk is not there yet.
    }
  }
  throw new Error('its stores were not ready after 120 s');
}

/** Its children, theirs, and the stores, which belong to nobody but work in its data folder. */
function processesOf(root: number, folder: string): number[] {
  const parents = new Map<number, number>();
  const own = new Set([root]);
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const pid = Number(entry);
    try {
      parents.set(
        pid,
        Number(
          readFileSync(`/proc/${pid}/stat`, 'utf8')
            .replace(/^.*\) \S /s, '')
            .split(' ')[0],
        ),
      );
      const worksThere = readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
      if (worksThere || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) own.add(pid);
    } catch {
      // Gone while we looked.
    }
  }
  for (let grown = -1; grown !== own.size; ) {
    grown = own.size;
    for (const [pid, parent] of parents) if (own.has(parent)) own.add(pid);
  }
  return [...own];
}

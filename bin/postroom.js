#!/usr/bin/env node
/** The `postroom` command: builds `dist` when it is missing or older than the source, then runs it. */
import { build } from './build.js';

// Who reads us may stop reading (`postroom help | head`): no reason for a gateway to die.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

build();
const { main } = await import('../dist/src/main.js');
process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  cwd: process.cwd(),
  env: process.env,
});

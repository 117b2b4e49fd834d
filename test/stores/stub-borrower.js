/**
 * A command that has borrowed the register and is in no hurry: CONFIG. Says `lent` when it has it, gives it back when
 * its input ends. Plain JavaScript on what was built, like the stub gateway.
 */
import { text } from 'node:stream/consumers';
import { build } from '../../bin/build.js';

build();
const { loadSettings } = await import('../../dist/src/config/load.js');
const { lendRegister } = await import('../../dist/src/stores/lend.js');

const { settings } = loadSettings(process.argv[2] ?? '', process.env);
const lent = await lendRegister(settings, { make: true });
process.stdout.write(`${lent.kind}\n`);
await text(process.stdin);
await lent.giveBack();

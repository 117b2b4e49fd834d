/** Before the tests: builds, and makes sure that PostgreSQL's and Redis's programs are to be had, or says what is missing. */
import { fileURLToPath } from 'node:url';
import { build } from './build.js';

build();
const { prepareStores } = await import('../dist/src/stores/prepare.js');
const missing = await prepareStores(fileURLToPath(new URL('../data', import.meta.url)), process.env);
if (missing !== null) {
  process.stderr.write(`${missing}\n`);
  process.exitCode = 3;
}

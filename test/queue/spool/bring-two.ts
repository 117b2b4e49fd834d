/** Brings two letters into the spool of its first argument, one after the other, and says what became of each. */

import type { SpoolFault } from '../../../queue/spool/fault.ts';
import { openSpool } from '../../../queue/spool/spool.ts';
import { bring } from './a-spool.ts';

const spool = await openSpool(process.argv[2] ?? '', { limit: 1, alarm: () => process.stdout.write('alarm\n') });
for (const text of ['one', 'two']) {
  await bring(spool, `Subject: ${text}\r\n\r\n`).then(
    () => process.stdout.write('accepted\n'),
    (fault: SpoolFault) => process.stdout.write(`refused: ${fault.kind}\n`),
  );
}

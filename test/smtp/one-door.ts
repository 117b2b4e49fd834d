/** A door in a process of its own: prints its port, and ends when its input does. */
import { aDoor } from './a-door.ts';

const door = await aDoor();
process.stdout.write(`${door.port}\n`);
process.stdin.resume();
process.stdin.on('end', () => void door.close().then(() => process.exit(0)));

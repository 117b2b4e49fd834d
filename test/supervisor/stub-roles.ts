/** Roles that do nothing but listen, so that the supervisor can be watched without a letter: one line asked, one answered. */
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Role, RoleContext } from '../../src/supervisor/role.ts';

export const answerLines: Role = async (context) => {
  const { settings, ask, stopping } = context;
  const [door] = settings.smtp.listen;
  if (door === undefined) throw new Error('no door is configured');
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => {}).on('close', () => open.delete(socket)));
    createInterface({ input: socket }).on('line', (line) => void answer(line, socket, context));
  });
  await new Promise<void>((resolve) => server.listen(door.port, door.host, resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await ask({ kind: 'listening', door: 'smtp', host: door.host, port });
  await new Promise((resolve) => stopping.addEventListener('abort', resolve));
  // A transaction under way is a connection that is not idle: it may end first.
  await new Promise((resolve) => server.close(resolve));
};

/** A role without a door; lives until it is stopped. */
export const waitForTheEnd: Role = async ({ stopping }) => {
  const hold = setInterval(() => {}, 60_000);
  await new Promise((resolve) => stopping.addEventListener('abort', resolve));
  clearInterval(hold);
};

/** One that does not hear. */
export const neverEnd: Role = async () => {
  await new Promise((resolve) => setTimeout(resolve, 3_600_000));
};

async function answer(line: string, socket: Socket, { policy, instance, ask }: RoleContext): Promise<void> {
  if (line === 'die') process.exit(7);
  if (line === 'policy') socket.write(`${policy.current().version}\n`);
  if (line === 'who') socket.write(`${instance}\n`);
  if (line === 'guess')
    socket.write(`${JSON.stringify(await ask({ kind: 'auth-failed', account: 'clerk', ip: '192.0.2.1' }))}\n`);
  if (line === 'bye') socket.end();
}

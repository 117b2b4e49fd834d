/** Roles that do nothing but listen, so that the supervisor can be watched without a letter: one line asked, one answered. */
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

export async function answerLines(context) {
  const { settings, ask, stopping } = context;
  const [door] = settings.smtp.listen;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    createInterface({ input: socket })
      .on('error', () => {})
      .on('line', (line) => answer(line, socket, context));
  });
  await new Promise((resolve) => server.listen(door.port, door.host, resolve));
  await ask({ kind: 'listening', door: 'smtp', host: door.host, port: server.address().port });
  await aborted(stopping);
  // A transaction under way is a connection that is not idle: it may end first.
  await new Promise((resolve) => server.close(resolve));
}

/** A role without a door; lives until it is stopped. */
export async function waitForTheEnd({ stopping }) {
  const hold = setInterval(() => {}, 60_000);
  await aborted(stopping);
  clearInterval(hold);
}

/** One that does not hear. */
export async function neverEnd() {
  await new Promise((resolve) => setTimeout(resolve, 3_600_000));
}

function aborted(stopping) {
  return new Promise((resolve) => {
    if (stopping.aborted) resolve();
    else stopping.addEventListener('abort', resolve);
  });
}

async function answer(line, socket, { policy, instance, ask }) {
  if (line === 'die') process.exit(7);
  if (line === 'policy') socket.write(`${policy.current().version}\n`);
  if (line === 'who') socket.write(`${instance}\n`);
  if (line === 'guess') {
    const answered = await ask({ kind: 'auth-failed', account: 'clerk', ip: '192.0.2.1' });
    socket.write(`${JSON.stringify(answered)}\n`);
  }
  if (line === 'bye') socket.end();
}

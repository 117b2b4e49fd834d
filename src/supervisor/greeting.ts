/** What a person at the terminal is told once everything listens: where, and what to type next. */
import type { Settings } from '../config/settings.ts';
import type { Listening } from './doors.ts';
import type { Door } from './role.ts';

const NAMES: Readonly<Record<Door, string>> = {
  smtp: 'SMTP, from your mail system',
  submission: 'SMTP submission, signed in (STARTTLS)',
  submissions: 'SMTP submission, signed in (TLS)',
  inbound: 'SMTP, from the world',
  desk: 'The desk',
};
const WIDTH = 40;

export type Greeting = {
  readonly settings: Settings;
  readonly councils: readonly string[];
  readonly open: readonly Listening[];
  /** Stores that do not answer yet. */
  readonly waitingFor: readonly string[];
};

export function greeting({ settings, councils, open, waitingFor }: Greeting): string {
  const lines = [`Postroom is ready for ${councils.join(', ')}.`];
  for (const at of open) lines.push(`  ${NAMES[at.door].padEnd(WIDTH)}${placeOf(at, settings)}`);
  lines.push(`  ${'Letters leave by'.padEnd(WIDTH)}${nextHop(settings)}`);
  for (const store of waitingFor) {
    lines.push(`${store} does not answer yet: letters are taken in and wait until it does.`);
  }
  if (open.some((at) => at.door === 'smtp')) {
    lines.push('In another terminal, send the sample letters and see what becomes of each:');
    lines.push('  npx --no-install postroom demo');
  }
  lines.push('Ctrl-C ends it.');
  return `${lines.join('\n')}\n`;
}

function placeOf({ door, host, port }: Listening, settings: Settings): string {
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (door !== 'desk') return place;
  return settings.desk.listen.port === 0 ? `http://${place}` : settings.desk.url;
}

function nextHop({ deliver, data }: Settings): string {
  return deliver.routes.get('default')?.kind === 'outbox' ? `files in ${data}/outbox` : deliver.nextHop;
}

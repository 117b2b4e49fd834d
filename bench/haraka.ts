/**
 * A Haraka of our own on loopback: the nearest thing on Node to what the gateway does. It flushes its queue, relays to
 * the sink, and one small plugin looks for recipients whom the header does not name.
 */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, freePort, untilListening } from './load.ts';
import type { Missing, Peer } from './postfix.ts';

const NAME = 'Haraka';
const VERSION = '3.3.4';
/** Its own pins of these are not in every registry. */
const OVERRIDES = { 'encoding-japanese': '2.4.0', libqp: '2.1.2', libbase64: '1.3.0' };

/** `packages`: a folder that is kept between runs, so that it is installed once. */
export async function startHaraka(folder: string, packages: string, sink: number): Promise<Peer | Missing> {
  const program = join(packages, 'node_modules/.bin/haraka');
  if (!existsSync(program) && !install(packages)) {
    return { name: NAME, missing: `Haraka ${VERSION} could not be installed by npm into ${packages}` };
  }
  const port = await freePort();
  layOut(folder, packages, port, sink);
  const child = spawn(process.execPath, [program, '-c', folder], { stdio: 'ignore' });
  await untilListening(port);
  return { name: NAME, port, stop: () => ended(child) };
}

function install(packages: string): boolean {
  mkdirSync(packages, { recursive: true });
  const wanted = { private: true, dependencies: { Haraka: VERSION }, overrides: OVERRIDES };
  writeFileSync(join(packages, 'package.json'), JSON.stringify(wanted));
  try {
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund'], {
      cwd: packages,
      stdio: 'ignore',
      timeout: 300_000,
    });
    return true;
  } catch {
    rmSync(join(packages, 'node_modules'), { recursive: true, force: true });
    return false;
  }
}

function layOut(folder: string, packages: string, port: number, sink: number): void {
  for (const part of ['config', 'plugins', 'queue']) mkdirSync(join(folder, part), { recursive: true });
  copyFileSync(join(packages, 'node_modules/Haraka/config/connection.ini'), join(folder, 'config/connection.ini'));
  const config: Record<string, string> = {
    plugins: 'relay\n',
    me: 'haraka.bench.example\n',
    'smtp.ini': `listen=127.0.0.1:${port}\nnodes=0\n`,
    'outbound.ini': 'concurrency_max=30\nenable_tls=false\n',
    'log.ini': 'level=ERROR\n',
  };
  for (const [file, text] of Object.entries(config)) writeFileSync(join(folder, 'config', file), text);
  writeFileSync(join(folder, 'plugins/relay.js'), plugin(sink));
}

function plugin(sink: number): string {
  return `'use strict';
exports.register = function () {
  this.register_hook('rcpt', 'takeEveryone');
  this.register_hook('data_post', 'lookForBlindCopies');
  this.register_hook('get_mx', 'toTheSink');
};
exports.takeEveryone = function (next, connection) {
  connection.relaying = true;
  next(OK);
};
exports.lookForBlindCopies = function (next, connection) {
  const letter = connection.transaction;
  const named = ['To', 'Cc'].map((field) => letter.header.get(field)).join(' ').toLowerCase();
  const addressOf = (one) => String(typeof one.address === 'function' ? one.address() : one.address).toLowerCase();
  const hidden = letter.rcpt_to.map(addressOf).filter((address) => !named.includes(address));
  if (hidden.length > 0) letter.add_header('X-Hidden-Recipients', String(hidden.length));
  next();
};
exports.toTheSink = function (next) {
  next(OK, { priority: 0, exchange: '127.0.0.1', port: ${sink} });
};
`;
}

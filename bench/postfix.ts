/**
 * A Postfix of our own on loopback, which relays everything to the sink and judges nothing. With `secondPass` every
 * letter goes through its queue twice, as behind any filter that sits after the queue: what a council would have to
 * run without this gateway, with a filter that takes no time.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, isInstalled, moment, untilListening } from './load.ts';

export type Peer = { readonly name: string; readonly port: number; readonly stop: () => Promise<void> };
export type Missing = { readonly name: string; readonly missing: string };

const MASTER = '/usr/share/postfix/master.cf.dist';

export async function startPostfix(folder: string, sink: number, secondPass: boolean): Promise<Peer | Missing> {
  const name = secondPass ? 'Postfix, second pass' : 'Postfix';
  if (!isInstalled('postfix')) return { name, missing: 'Postfix is not installed: apt-get install postfix' };
  if (process.getuid?.() !== 0) return { name, missing: 'Postfix can only be started by root' };
  const port = await freePort();
  const again = await freePort();
  const etc = layOut(folder);
  writeFileSync(join(etc, 'main.cf'), mainCf(folder, sink));
  writeFileSync(join(etc, 'master.cf'), masterCf(port));
  if (secondPass) {
    appendFileSync(join(etc, 'main.cf'), `content_filter = smtp:[127.0.0.1]:${again}\n`);
    appendFileSync(join(etc, 'master.cf'), `127.0.0.1:${again} inet n - n - 200 smtpd\n  -o content_filter=\n`);
  }
  const command = (what: string) =>
    execFileSync('/usr/sbin/postfix', ['-c', etc, what], { stdio: 'pipe', timeout: 30_000 });
  try {
    command('start');
    await untilListening(port);
  } catch (error) {
    return { name, missing: `it did not start: ${String((error as { stderr?: unknown }).stderr ?? error).trim()}` };
  }
  return {
    name,
    port,
    // `postfix stop` ends the master whose id stands in this queue's own pid file.
    stop: async () => {
      try {
        command('stop');
      } catch {
        await moment(500);
      }
    },
  };
}

function layOut(folder: string): string {
  for (const part of ['etc', 'queue', 'data']) mkdirSync(join(folder, part), { recursive: true });
  chmodSync(folder, 0o755);
  const uid = Number(execFileSync('id', ['-u', 'postfix']).toString());
  chownSync(join(folder, 'data'), uid, 0);
  return join(folder, 'etc');
}

function mainCf(folder: string, sink: number): string {
  const settings = {
    compatibility_level: '3.6',
    queue_directory: join(folder, 'queue'),
    data_directory: join(folder, 'data'),
    command_directory: '/usr/sbin',
    daemon_directory: '/usr/lib/postfix/sbin',
    mail_owner: 'postfix',
    setgid_group: 'postdrop',
    myhostname: 'postfix.bench.example',
    mydestination: '',
    alias_maps: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    mynetworks: '127.0.0.0/8',
    relayhost: `[127.0.0.1]:${sink}`,
    disable_dns_lookups: 'yes',
    smtpd_peername_lookup: 'no',
    // What keeps a stranger from flooding it would keep the bench from loading it.
    smtpd_client_connection_count_limit: '0',
    smtpd_client_connection_rate_limit: '0',
    in_flow_delay: '0',
    default_destination_concurrency_limit: '30',
    smtp_connection_cache_destinations: '127.0.0.1',
    smtpd_tls_security_level: 'none',
    smtp_tls_security_level: 'none',
    maillog_file_prefixes: folder,
    maillog_file: join(folder, 'log'),
    import_environment: 'MAIL_CONFIG',
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');
}

/** Debian's services without chroot and without its public listeners, and one listener of ours. */
function masterCf(port: number): string {
  const services = readFileSync(MASTER, 'utf8')
    .split('\n')
    .filter((line) => !/^(smtp|submission|submissions|smtps)\s+inet/.test(line))
    .map((line) => line.replace(/^(\S+\s+(?:unix|unix-dgram|fifo)\s+\S+\s+\S+\s+)[-y](?=\s)/, '$1n'));
  return [`127.0.0.1:${port} inet n - n - 200 smtpd`, ...services, ''].join('\n');
}

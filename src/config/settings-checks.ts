/**
 * What no single key of postroom.yaml shows: two listeners on one port, passwords that would travel in clear, files
 * that are not there, a data folder that cannot be made.
 */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Fault, Path } from './fault.ts';
import type { Listen, Settings } from './settings.ts';
import { faultAt, type Written } from './yaml-file.ts';

const LISTENERS = ['listen', 'submission', 'submissions', 'inbound'] as const;

export function settingsFaults(settings: Settings, written: Written): readonly Fault[] {
  return [
    ...portFaults(settings, written),
    ...exposedFaults(settings, written),
    ...tlsFaults(settings, written),
    ...trustFaults(settings, written),
    ...folderFaults(settings, written),
    ...nameFaults(settings, written),
  ];
}

type Listener = { readonly path: Path; readonly at: Listen };

function listeners({ smtp, desk }: Settings): readonly Listener[] {
  const ofSmtp = LISTENERS.flatMap((name) => smtp[name].map((at, index) => ({ path: ['smtp', name, index], at })));
  return [...ofSmtp, { path: ['desk', 'listen'], at: desk.listen }];
}

function portFaults(settings: Settings, written: Written): readonly Fault[] {
  const all = listeners(settings);
  return all.flatMap(({ path, at }, index) => {
    const before = all
      .slice(0, index)
      .find(
        (other) =>
          at.port !== 0 && other.at.port === at.port && (other.at.host === at.host || isEvery(other.at) || isEvery(at)),
      );
    if (before === undefined) return [];
    const says = `\`${show(at)}\` and \`${show(before.at)}\` of ${before.path.slice(0, 2).join('.')} are one port`;
    return [faultAt(written, path, says, 'give each listener a port of its own')];
  });
}

/** A self-signed certificate serves the machine itself alone: anybody else could not tell it from a listener in between. */
function exposedFaults({ smtp }: Settings, written: Written): readonly Fault[] {
  if (smtp.tls !== null) return [];
  return LISTENERS.flatMap((name) =>
    smtp[name].flatMap((at, index) => {
      if (isLoopback(at)) return [];
      const path = ['smtp', name, index];
      if (name === 'listen' || name === 'inbound') {
        const remedy = 'set `smtp.tls` to a certificate and its key, so that mail does not come in clear';
        return [
          faultAt(
            written,
            path,
            `STARTTLS is not offered on \`${show(at)}\`, since there is no certificate`,
            remedy,
            'warn',
          ),
        ];
      }
      const says = `people would sign in on \`${show(at)}\` without a certificate that they can check`;
      return [faultAt(written, path, says, 'set `smtp.tls: {cert: …, key: …}`, or listen on 127.0.0.1')];
    }),
  );
}

function tlsFaults({ smtp }: Settings, written: Written): readonly Fault[] {
  if (smtp.tls === null) return [];
  const files = [
    ['cert', smtp.tls.cert],
    ['key', smtp.tls.key],
  ] as const;
  const missing = files.filter(([, file]) => !isReadable(file));
  if (missing.length > 0) {
    return missing.map(([name, file]) =>
      faultAt(
        written,
        ['smtp', 'tls', name],
        `there is no readable file \`${file}\``,
        'write the path as seen from this file, and let this user read it',
      ),
    );
  }
  try {
    createSecureContext({ cert: readFileSync(smtp.tls.cert), key: readFileSync(smtp.tls.key) });
    return [];
  } catch {
    return [
      faultAt(
        written,
        ['smtp', 'tls'],
        'the certificate and the key do not belong together, or one is not in PEM form',
        'name a certificate chain and its own key, both PEM',
      ),
    ];
  }
}

function trustFaults({ smtp }: Settings, written: Written): readonly Fault[] {
  return smtp.trusted.flatMap((network, index) => {
    if (!network.endsWith('/0')) return [];
    return [
      faultAt(
        written,
        ['smtp', 'trusted', index],
        `\`${network}\` is the whole world: anybody could write as any member`,
        'name the mail systems whose word on the author counts',
      ),
    ];
  });
}

function folderFaults({ data, spool }: Settings, written: Written): readonly Fault[] {
  const folders: readonly (readonly [Path, string])[] = [
    [['data'], data],
    [['spool', 'at'], spool.at],
  ];
  const faults = folders.flatMap(([path, folder]) => {
    const why = whyNoFolder(folder);
    return why === null
      ? []
      : [
          faultAt(
            written,
            path,
            `the folder \`${folder}\` cannot be made: ${why}`,
            'name a folder that this user may write to',
          ),
        ];
  });
  // a spool below the data folder shares its fault
  return faults.slice(0, spool.at.startsWith(`${data}/`) ? 1 : 2);
}

/** Nothing is made here: what exists of the way there must be a folder that this user may write to. */
function whyNoFolder(folder: string): string | null {
  const existing = nearestAbove(folder);
  if (!statSync(existing).isDirectory()) return `${existing} is a file`;
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
    return null;
  } catch {
    return `this user may not write to ${existing}`;
  }
}

function nearestAbove(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestAbove(dirname(path));
}

function nameFaults({ hostname, deliver }: Settings, written: Written): readonly Fault[] {
  const leaves = [...deliver.routes.values()].some(({ kind }) => kind === 'smtp');
  if (!leaves || hostname !== 'post.example') return [];
  return [
    faultAt(
      written,
      ['hostname'],
      'it is still `post.example`, by which no mail system knows this machine',
      'write the full name of this machine',
      'warn',
    ),
  ];
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function isLoopback({ host }: Listen): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function isEvery({ host }: Listen): boolean {
  return host === '0.0.0.0' || host === '::';
}

function show({ host, port }: Listen): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

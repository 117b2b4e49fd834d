/**
 * What the built-in next hop has kept of a demonstration: found by the Message-ID in it, which also finds the copy to
 * a protected address, of which nothing else tells.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Kept = {
  /** Of the `.eml`, absolute. */
  readonly file: string;
  readonly to: readonly string[];
  /** A notice or report of ours about the letter, rather than a copy of it. */
  readonly ours: boolean;
};

export type OutboxFiles = { readonly about: (messageId: string) => Promise<readonly Kept[]> };

/** Looks at what comes from now on; reads each file once. */
export async function watchOutbox(folder: string): Promise<OutboxFiles> {
  const before = new Set(await envelopes(folder));
  const read = new Map<string, Promise<Kept & { readonly header: string }>>();
  return {
    about: async (messageId) => {
      for (const name of await envelopes(folder)) {
        if (!before.has(name) && !read.has(name)) read.set(name, readKept(folder, name));
      }
      const all = await Promise.all(read.values());
      return all.filter(({ header }) => header.includes(`<${messageId}>`));
    },
  };
}

/** The envelope is written last: where there is one, its letter is whole. */
async function envelopes(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  } catch {
    return [];
  }
}

async function readKept(folder: string, name: string): Promise<Kept & { readonly header: string }> {
  const file = join(folder, name.replace(/\.json$/, '.eml'));
  const [header = ''] = (await readFile(file, 'latin1')).split('\r\n\r\n', 1);
  const envelope: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'));
  return { file, to: recipients(envelope), ours: /^X-Postroom-Notice:/im.test(header), header };
}

function recipients(envelope: unknown): string[] {
  const to = typeof envelope === 'object' && envelope !== null && 'to' in envelope ? envelope.to : [];
  return Array.isArray(to) ? to.map((address) => String(address).toLowerCase()) : [];
}

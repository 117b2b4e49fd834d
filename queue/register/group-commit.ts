/**
 * Several letters' writes in one transaction. A commit costs one flush of the disk however much is in it, so what
 * comes while a commit is under way waits for it and goes together in the next; what comes while nothing is under
 * way goes at once. Nobody proceeds before the commit that holds their own write.
 */
import type { Client, Database } from './database.ts';
import { isUnreachable } from './unreachable.ts';

/** One kind of write. `write` answers for each entry, in their order. */
export type Kind<In, Out> = {
  readonly name: string;
  /** Two entries with one key never share a batch: each would miss what the other did. */
  readonly key: (entry: In) => string;
  readonly write: (client: Client, entries: readonly In[]) => Promise<readonly Out[]>;
};

export type GroupCommit = {
  /** Resolves after the commit; rejects alone, whatever else was in the batch. */
  submit<In, Out>(kind: Kind<In, Out>, entry: In): Promise<Out>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
};

type Entry = {
  readonly kind: Kind<unknown, unknown>;
  readonly input: unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};

const LONGEST_WAIT_MS = 5;
const LARGEST_BATCH = 128;
/** A second transaction starts beside one that takes longer than anybody should wait to be collected. */
const LANES = 2;
const DEADLOCK_OR_SERIALIZATION = /^40/;

export function openGroupCommit(database: Database): GroupCommit {
  let waiting: Entry[] = [];
  let underWay = 0;
  let soon: NodeJS.Immediate | undefined;
  let latest: NodeJS.Timeout | undefined;
  const whenIdle: (() => void)[] = [];

  const plan = () => {
    if (waiting.length === 0) return;
    // setImmediate: what the same turn of the event loop still brings goes along.
    if (underWay === 0) soon ??= setImmediate(start);
    else if (underWay < LANES) latest ??= setTimeout(start, LONGEST_WAIT_MS);
  };
  const start = () => {
    clearImmediate(soon);
    clearTimeout(latest);
    soon = latest = undefined;
    const [batch, rest] = split(waiting);
    waiting = rest;
    if (batch.length > 0) void run(batch);
    plan();
  };
  const run = async (batch: readonly Entry[]) => {
    underWay++;
    await commitTogether(database, batch);
    underWay--;
    plan();
    if (underWay === 0 && waiting.length === 0) for (const tell of whenIdle.splice(0)) tell();
  };
  return {
    submit: <In, Out>(kind: Kind<In, Out>, input: In) =>
      new Promise<Out>((resolve, reject) => {
        waiting.push({ kind, input, resolve, reject } as unknown as Entry);
        plan();
      }),
    idle: () =>
      new Promise((resolve) => {
        if (underWay === 0 && waiting.length === 0) resolve();
        else whenIdle.push(resolve);
      }),
  };
}

function split(waiting: readonly Entry[]): [Entry[], Entry[]] {
  const batch: Entry[] = [];
  const rest: Entry[] = [];
  const keys = new Set<string>();
  for (const entry of waiting) {
    const key = `${entry.kind.name} ${entry.kind.key(entry.input)}`;
    const fits = batch.length < LARGEST_BATCH && !keys.has(key);
    keys.add(key);
    (fits ? batch : rest).push(entry);
  }
  return [batch, rest];
}

/** Never rejects: each entry is told by itself. */
async function commitTogether(database: Database, batch: readonly Entry[]): Promise<void> {
  try {
    const answers = await database.transaction((client) => writeAll(client, batch));
    for (const [entry, answer] of answers) entry.resolve(answer);
  } catch (error) {
    if (isUnreachable(error)) for (const entry of batch) entry.reject(error);
    else for (const entry of batch) await commitAlone(database, entry);
  }
}

async function writeAll(client: Client, batch: readonly Entry[]): Promise<Map<Entry, unknown>> {
  const answers = new Map<Entry, unknown>();
  for (const [kind, entries] of byKind(batch)) {
    const written = await kind.write(
      client,
      entries.map((entry) => entry.input),
    );
    for (const [index, entry] of entries.entries()) answers.set(entry, written[index]);
  }
  return answers;
}

function byKind(batch: readonly Entry[]): Map<Entry['kind'], Entry[]> {
  const kinds = new Map<Entry['kind'], Entry[]>();
  for (const entry of batch) kinds.set(entry.kind, [...(kinds.get(entry.kind) ?? []), entry]);
  return kinds;
}

/** After a batch failed, so that one bad entry does not sink the others. */
async function commitAlone(database: Database, entry: Entry, tries = 3): Promise<void> {
  try {
    const [answer] = await database.transaction((client) => entry.kind.write(client, [entry.input]));
    entry.resolve(answer);
  } catch (error) {
    const again =
      tries > 1 && error instanceof Error && 'code' in error && DEADLOCK_OR_SERIALIZATION.test(String(error.code));
    if (again) await commitAlone(database, entry, tries - 1);
    else entry.reject(error);
  }
}

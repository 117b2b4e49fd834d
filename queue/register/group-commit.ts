/**
 * Several letters' writes in one transaction. A commit costs one flush of the disk however much is in it, so what
 * comes while a commit is under way waits for it and goes together in the next; what comes while nothing is under
 * way goes at once. Nobody proceeds before the commit that holds their own write.
 */
import type { Database, Statement } from './database.ts';
import { isUnreachable } from './unreachable.ts';

/** One kind of write: whatever there is of it in a batch goes in one statement. */
export type Kind<In, Out, Row = unknown> = {
  /** Two entries of a kind with one key never share a batch: each would miss what the other did. */
  readonly key: (entry: In) => string;
  readonly statement: Statement;
  readonly values: (entries: readonly In[]) => readonly unknown[];
  /** What each entry is told, in their order, from the rows that came back. */
  readonly answers: (rows: readonly Row[], entries: readonly In[]) => readonly Out[];
};

export type GroupCommit = {
  /** Resolves after the commit; rejects alone, whatever else was in the batch. */
  submit<In, Out, Row>(kind: Kind<In, Out, Row>, entry: In): Promise<Out>;
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
    submit: <In, Out, Row>(kind: Kind<In, Out, Row>, input: In) =>
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
    const key = `${entry.kind.statement.name} ${entry.kind.key(entry.input)}`;
    const fits = batch.length < LARGEST_BATCH && !keys.has(key);
    keys.add(key);
    (fits ? batch : rest).push(entry);
  }
  return [batch, rest];
}

/** Never rejects: each entry is told by itself. */
async function commitTogether(database: Database, batch: readonly Entry[]): Promise<void> {
  try {
    await commit(database, batch);
  } catch (error) {
    if (isUnreachable(error)) for (const entry of batch) entry.reject(error);
    else for (const entry of batch) await commitAlone(database, entry);
  }
}

async function commit(database: Database, batch: readonly Entry[]): Promise<void> {
  const kinds = [...byKind(batch)];
  const inputs = kinds.map(([, entries]) => entries.map((entry) => entry.input));
  const statements = kinds.map(([kind], at) => ({ statement: kind.statement, values: kind.values(inputs[at] ?? []) }));
  const rows = await database.together(statements);
  for (const [at, [kind, entries]] of kinds.entries()) {
    const answers = kind.answers(rows[at] ?? [], inputs[at] ?? []);
    for (const [index, entry] of entries.entries()) entry.resolve(answers[index]);
  }
}

function byKind(batch: readonly Entry[]): Map<Entry['kind'], Entry[]> {
  const kinds = new Map<Entry['kind'], Entry[]>();
  for (const entry of batch) {
    const same = kinds.get(entry.kind);
    if (same === undefined) kinds.set(entry.kind, [entry]);
    else same.push(entry);
  }
  return kinds;
}

/** After a batch failed, so that one bad entry does not sink the others. */
async function commitAlone(database: Database, entry: Entry, tries = 3): Promise<void> {
  try {
    await commit(database, [entry]);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (tries > 1 && DEADLOCK_OR_SERIALIZATION.test(code)) await commitAlone(database, entry, tries - 1);
    else entry.reject(error);
  }
}

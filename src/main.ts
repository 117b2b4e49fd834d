/** `postroom`: finds the command, runs it, turns what went wrong into one sentence and an exit code. */
import { type Command, type ExitCode, type Io, StoresUnreachable, UsageError } from './commands/command.ts';

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./commands/start.ts')).start,
  stop: async () => (await import('./commands/stop.ts')).stop,
  reload: async () => (await import('./commands/reload.ts')).reload,
  check: async () => (await import('./commands/check.ts')).check,
  explain: async () => (await import('./commands/explain.ts')).explain,
  cases: async () => (await import('./commands/cases.ts')).cases,
  clauses: async () => (await import('./commands/clauses.ts')).clauses,
  held: async () => (await import('./commands/held.ts')).held,
  show: async () => (await import('./commands/show.ts')).show,
  release: async () => (await import('./commands/release.ts')).release,
  return: async () => (await import('./commands/return.ts')).returnToSender,
  forward: async () => (await import('./commands/forward.ts')).forward,
  user: async () => (await import('./commands/user.ts')).user,
  demo: async () => (await import('./commands/demo.ts')).demo,
  recover: async () => (await import('./commands/recover.ts')).recover,
  fsck: async () => (await import('./commands/fsck.ts')).fsck,
};

/** Runs one command; never throws for anything a user can mend. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...args] = argv;
  const load = name === undefined ? undefined : COMMANDS[name];
  if (name === undefined || load === undefined) return listCommands(name, io);
  const command = await load();
  if (asksForHelp(args)) {
    io.out(usageOf(name, command));
    return 0;
  }
  try {
    return await command.run(args, io);
  } catch (error) {
    if (error instanceof UsageError || isParseArgsError(error)) {
      io.err(`${(error as Error).message}\n${usageOf(name, command)}`);
      return 2;
    }
    if (error instanceof StoresUnreachable) {
      io.err(`${error.message}\n`);
      return 3;
    }
    throw error;
  }
}

/** Before anything is done, whatever else is on the line: nobody who asks what `return` does wants it done. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).some((word) => word === '--help' || word === '-h');
}

function usageOf(name: string, { usage }: Command): string {
  return `usage: postroom ${name} ${usage}`.trimEnd().concat('\n');
}

async function listCommands(asked: string | undefined, io: Io): Promise<ExitCode> {
  const help = asked === undefined || asked === 'help' || asked === '--help';
  if (!help) io.err(`there is no command \`${asked}\`\n`);
  for (const [name, load] of Object.entries(COMMANDS)) {
    (help ? io.out : io.err)(`postroom ${name} ${(await load()).usage}\n`);
  }
  return help ? 0 : 2;
}

function isParseArgsError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** What every `postroom` command is: words in, text out, an exit code. */

/** 0 done, 1 refused or found, 2 usage, 3 stores unreachable. */
export type ExitCode = 0 | 1 | 2 | 3;

export type Io = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
};

export type Command = {
  /** One line: the arguments, as `postroom help` prints them. */
  readonly usage: string;
  readonly run: (args: readonly string[], io: Io) => Promise<ExitCode>;
};

/** Thrown by a command's own argument reading; `main` prints it with the usage line and exits 2. */
export class UsageError extends Error {}

/** Thrown where PostgreSQL or Redis does not answer; `main` prints it and exits 3. */
export class StoresUnreachable extends Error {}

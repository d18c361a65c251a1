import type { Readable } from 'node:stream';
import { withoutSecrets } from '../../shared/domain/secrets.ts';
import type { Log } from '../engine/ports.ts';

/** How a child process ended. */
export interface ChildExit {
  code: number | null;
  /** "SIGKILL" and the like; null when it ended by itself or the host does not tell. */
  signal: string | null;
}

/** A running child process that exchanges structured-clone values. Listeners are set once, right after the start. */
export interface ChildHandle {
  readonly pid: number | undefined;
  /** Never throws: what is posted to a child that has ended is dropped. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also when the process could not be started at all. */
  onExit(listener: (exit: ChildExit) => void): void;
  /** Ends it at once, without asking. */
  kill(): void;
  /** Whether the child alone keeps this process from exiting; hosts that never exit by themselves leave it out. */
  hold?(held: boolean): void;
}

/** What is started as a child process. */
export interface ChildProgram {
  /** For people, in the log and in lists of processes: "DuckDB executor". */
  name: string;
  entry: URL | string;
  /** Added to what the child gets of this process's own (see `childEnvironment`). */
  environment?: Record<string, string>;
}

/** Starts a child process, which must end when this process does: it sees its channel close. */
export type Spawn = (program: ChildProgram) => ChildHandle;

/** A child gets what this process has, and what it was given. */
export function childEnvironment(program: ChildProgram): NodeJS.ProcessEnv {
  return { ...withoutSecrets(process.env), ...program.environment };
}

/** Characters of a line that are kept. The log takes fewer, once secrets are out of it: one must not be cut in two before. */
const maxLine = 32_000;
const maxLines = 200;

/** Writes a child's output to the log, line by line, within bounds: a driver may print without end. */
export function logOutput(
  stream: Readable,
  log: Log,
  { name }: ChildProgram,
  fields: () => Record<string, unknown>,
): void {
  let rest = '';
  let lines = 0;
  const write = (line: string) => {
    if (line.trim() === '') return;
    lines += 1;
    if (lines <= maxLines) log.write('warn', `${name}: ${line.slice(0, maxLine)}`, fields());
    if (lines === maxLines) log.write('warn', `${name}: more output of this process is left out`, fields());
  };
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = (parts.pop() ?? '').slice(0, maxLine);
    parts.forEach(write);
  });
  stream.on('end', () => write(rest));
  stream.on('error', () => {});
}

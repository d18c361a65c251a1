import {
  cleanError,
  type ErrorCode,
  type ErrorDetails,
  type Problem,
  SlipwayError,
  validationError,
} from '../../shared/domain/errors.ts';
import { redaction } from '../system/redaction.ts';
import type { Terminal } from './output/terminal.ts';
import { counted, safe, safeLines } from './output/text.ts';

/** What a command's exit code says; scripts rely on it (docs/cli.md). */
export const exitCodes = { done: 0, failed: 1, usage: 2, notFound: 3, refused: 4, auth: 5 } as const;

/** Ways in which a warehouse was not signed in to. To REST, each is a condition that is not met (docs/rest.md). */
const signInFailures = ['sign_in_failed', 'secret_missing'];

const exitCodeOf: Record<ErrorCode, number> = {
  validation: exitCodes.usage,
  not_found: exitCodes.notFound,
  conflict: exitCodes.refused,
  precondition: exitCodes.refused,
  newer_database: exitCodes.refused,
  auth: exitCodes.auth,
  cancelled: exitCodes.failed,
  unavailable: exitCodes.failed,
  external: exitCodes.failed,
  internal: exitCodes.failed,
};

/** Says what went wrong, in words on stderr and with `--json` as a document too. Returns the exit code. */
export function report(terminal: Terminal, cause: unknown, debug: boolean): number {
  const error = toSlipwayError(cause);
  const { code } = error;
  const { message, details } = cleanError(error, redaction.redact);
  terminal.say(errorText(terminal, { message, details, code, debug }));
  if (debug) terminal.say(redaction.redact(stackOf(cause)));
  if (terminal.json) terminal.document({ error: { code, message, details } });
  return signInFailures.includes(String(details.related?.failure)) ? exitCodes.auth : exitCodeOf[code];
}

/** Calls fail with errors of their own class, whose shape is that of ours. */
export function toSlipwayError(cause: unknown): SlipwayError {
  if (cause instanceof SlipwayError) return cause;
  const { code, data } = cause as { code?: unknown; data?: ErrorDetails };
  const message = cause instanceof Error ? cause.message : String(cause);
  if (typeof code === 'string' && code in exitCodeOf) {
    return new SlipwayError(code as ErrorCode, message, data ?? {}, cause);
  }
  return new SlipwayError('internal', message, {}, cause);
}

function errorText(
  terminal: Terminal,
  error: { code: ErrorCode; message: string; details: ErrorDetails; debug: boolean },
): string {
  const paint = terminal.paintNotes;
  const { hint, problems = [] } = error.details;
  const places = problems.map(problem => {
    const place = problemPlace(problem);
    return `${place === '' ? '' : `${paint('bold', safe(place))} `}${safe(problem.message)}`;
  });
  const subject = subjectOf(error.message, problems);
  const [only] = places;
  const lines =
    subject === undefined
      ? [safeLines(error.message), ...places.map(place => `  ${place}`)]
      : places.length === 1
        ? [subject === '' ? `${only}` : `${safe(subject)}: ${only}`]
        : [
            `${subject === '' ? '' : `${safe(subject)}: `}${counted(places.length, 'problem')}`,
            ...places.map(place => `  ${place}`),
          ];
  lines[0] = `${paint('red', 'error:')} ${lines[0] ?? ''}`;
  if (hint !== undefined) lines.push(`${paint('cyan', 'hint:')} ${safeLines(hint)}`);
  else if (error.code === 'internal' && !error.debug) {
    lines.push(`${paint('cyan', 'hint:')} Add --debug to see where it happened`);
  }
  return lines.join('\n');
}

/** Problems of a text get the name of the file it came from. */
export async function inFile<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const { code, message, details } = toSlipwayError(cause);
    const problems = details.problems?.map(problem =>
      problem.line !== undefined && ['', 'sql'].includes(problem.path) ? { ...problem, path: file } : problem,
    );
    if (code !== 'validation' || !problems || !details.problems) throw cause;
    const subject = subjectOf(message, details.problems);
    if (subject !== undefined) throw validationError(problems, subject === '' ? undefined : subject);
    throw new SlipwayError(code, message, { ...details, problems }, cause);
  }
}

/** What a message made of its problems is about; undefined when it says something of its own. */
function subjectOf(message: string, problems: Problem[]): string | undefined {
  if (problems.length === 0) return undefined;
  const made = validationError(problems).message;
  return message.endsWith(made) ? message.slice(0, -made.length).replace(/: $/, '') : undefined;
}

/** `jobs/daily.yaml:4:3 target.table:`, as editors and terminals make links of. */
export function problemPlace({ path, line, column = 1 }: Problem): string {
  const [, file, rest] = /^(.*?\.(?:ya?ml|sql|json)|-)(?:: (.*))?$/s.exec(path) ?? [];
  if (line === undefined) return path === '' ? '' : `${path}:`;
  if (file !== undefined) return `${file}:${line}:${column}${rest ? ` ${rest}:` : ':'}`;
  const place = `line ${line}, column ${column}:`;
  return path === '' ? place : `${path}, ${place}`;
}

function stackOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const stack = cause.stack ?? cause.message;
  return cause.cause === undefined ? stack : `${stack}\ncaused by ${stackOf(cause.cause)}`;
}

import { ORPCError } from '@orpc/client';
import {
  type ErrorDetails,
  type ErrorCode,
  errorCodes,
  type Problem,
  problemLine,
} from '../shared/domain/errors.ts';
import type { Trouble } from './ui/trouble.ts';

/** The page and the engine lost each other: nothing is known of what the call did. */
export class ConnectionLost extends Error {
  constructor(message = 'The connection to the engine was lost') {
    super(message);
    this.name = 'ConnectionLost';
  }
}

/** What a failed call comes down to, whatever was thrown. */
export interface CallFailure {
  code: ErrorCode | 'disconnected';
  /** A sentence that says what is wrong. */
  message: string;
  hint: string | undefined;
  problems: Problem[];
  related: Record<string, string | number>;
}

export function callFailure(error: unknown): CallFailure {
  if (error instanceof ConnectionLost) {
    return {
      code: 'disconnected',
      message: error.message,
      hint: 'Slipway is connecting again; try once more when the status bar says so',
      problems: [],
      related: {},
    };
  }
  if (error instanceof ORPCError) {
    const code = errorCodes.find(known => known === error.code) ?? 'internal';
    const data = (error.data ?? {}) as ErrorDetails;
    return {
      code,
      message: error.message,
      hint: data.hint,
      problems: data.problems ?? [],
      related: data.related ?? {},
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, hint: undefined, problems: [], related: {} };
}

export function isDisconnected(error: unknown): boolean {
  return error instanceof ConnectionLost;
}

/** Whether somebody, most likely the person in front of the page, asked for the call to end. */
export function isCancelled(error: unknown): boolean {
  return (error instanceof Error && error.name === 'AbortError') || callFailure(error).code === 'cancelled';
}

/** A failed call as the error panel shows it. */
export function troubleOf(error: unknown, title: string): Trouble {
  const { code, message, hint, problems } = callFailure(error);
  const said = aboutText(message);
  const lines = problems.map(problem => problemLines(problem, said)).filter(line => line !== '');
  return { title, message: said, hint, problems: lines, code };
}

/** A problem as one line; only its place where the message has said the rest. */
function problemLines(problem: Problem, said: string): string {
  const whole = aboutText(problemLine(problem));
  if (said.includes(whole)) return '';
  if (problem.line === undefined || !said.includes(problem.message)) return whole;
  return `Line ${problem.line}, column ${problem.column ?? 1}`;
}

/** What is wrong with "sql" is wrong with the text that is being looked at. */
function aboutText(line: string): string {
  return line.replace(/^sql: (\p{Ll})?/u, (_path, lower?: string) => (lower ? `The text ${lower}` : ''));
}

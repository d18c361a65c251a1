/** The closed list of reasons why a *call* fails. A failed *run* is data, not an error: see `Failure`. */
export const errorCodes = [
  'validation',
  'not_found',
  'conflict',
  'precondition',
  'auth',
  'cancelled',
  'unavailable',
  'external',
  'newer_database',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** One thing that is wrong with an input, and where. */
export interface Problem {
  /** Where in the input: `triggers[0].cron`, `jobs/daily.yaml: target.table`; empty for the input as a whole. */
  path: string;
  message: string;
  /** Place in a text, both from 1; `column` counts UTF-16 units. */
  line?: number | undefined;
  column?: number | undefined;
}

export interface ErrorDetails {
  /** All problems found, not only the first. */
  problems?: Problem[] | undefined;
  /** What the person can do next. */
  hint?: string | undefined;
  /** Names or ids a program needs to go on, such as the id of a fresh plan. */
  related?: Record<string, string | number> | undefined;
}

/**
 * The one error that crosses boundaries. Its message is a sentence that says what is wrong and, where it helps, what
 * was allowed; it carries no secret and no bound value.
 */
export class SlipwayError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SlipwayError';
    this.code = code;
    this.details = details;
  }
}

/** What an error says, each text of it through `redact`. */
export function cleanError<T extends { message: string; details: ErrorDetails }>(
  { message, details: { hint, problems, related, ...rest } }: T,
  redact: (text: string) => string,
): { message: string; details: ErrorDetails } {
  const texts = Object.entries(related ?? {}).map(
    ([key, value]) => [key, typeof value === 'string' ? redact(value) : value] as const,
  );
  return {
    message: redact(message),
    details: {
      ...rest,
      ...(hint !== undefined && { hint: redact(hint) }),
      ...(problems && {
        problems: problems.map(each => ({ ...each, path: redact(each.path), message: redact(each.message) })),
      }),
      ...(related && { related: Object.fromEntries(texts) }),
    },
  };
}

/** The problem's place and message in one line: `target.table: must not be empty`. */
export function problemLine(problem: Problem): string {
  const place = problem.line === undefined ? '' : ` (line ${problem.line}, column ${problem.column ?? 1})`;
  return problem.path === '' ? `${problem.message}${place}` : `${problem.path}: ${problem.message}${place}`;
}

/** A `validation` error from a list of problems; the message names the first and counts the rest. */
export function validationError(problems: Problem[], subject?: string): SlipwayError {
  const [first] = problems;
  const head = first ? problemLine(first) : 'The input is not valid';
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new SlipwayError('validation', `${subject ? `${subject}: ` : ''}${head}${rest}`, { problems });
}

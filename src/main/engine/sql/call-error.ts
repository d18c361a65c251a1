import { SlipwayError } from '../../../shared/domain/errors.ts';
import { ExecutionError } from '../ports.ts';
import type { MissingSources } from './missing-sources.ts';

/** Failures that somebody who wrote the SQL can mend. */
const mistakes = ['syntax_error', 'source_missing', 'column_missing'];
/** Failures that may be over the next time. */
const passing = ['executor_crashed', 'executor_unavailable', 'disk_full', 'network', 'warehouse_suspended'];
/** Failures to sign in. */
const refusals = ['host_not_trusted', 'secret_missing', 'secret_unavailable', 'sign_in_failed'];

/** A failure of the warehouse while somebody waits for the answer: the call fails. */
export function asCallError(cause: unknown, better: MissingSources | null = null): unknown {
  if (!(cause instanceof ExecutionError)) return cause;
  const { code } = cause.failure;
  const { message, hint } = better ?? cause.failure;
  const related = better?.writer && { job: better.writer.id, job_name: better.writer.name };
  if (code === 'cancelled') return new SlipwayError('cancelled', 'The query was cancelled', {}, cause);
  if (passing.includes(code)) {
    return new SlipwayError('unavailable', message, { hint: hint ?? undefined }, cause);
  }
  if (refusals.includes(code)) {
    return new SlipwayError(
      'precondition',
      message,
      { hint: hint ?? undefined, related: { failure: code } },
      cause,
    );
  }
  return new SlipwayError(
    mistakes.includes(code) ? 'validation' : 'external',
    message,
    { hint: hint ?? undefined, ...(related && { related }) },
    cause,
  );
}

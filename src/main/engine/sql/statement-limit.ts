import type { Environment } from '../../../shared/contract/environments.ts';
import { formatDuration, parseDuration } from '../../../shared/domain/duration.ts';
import type { Clock } from '../ports.ts';

/** The time an environment gives one statement, while it runs. */
export interface StatementLimit {
  /** Aborted when the time is over, or when the caller's own signal is. */
  signal: AbortSignal;
  /** What the statement was stopped for, in words; null while there is time left. */
  exceeded(): string | null;
  /** The statement is over. */
  end(): void;
}

/** Starts the time of a statement; without a limit there is only the caller's signal. */
export function startStatementLimit(
  clock: Clock,
  { name, limits }: Environment,
  caller: AbortSignal | undefined,
): StatementLimit {
  const ms = parseDuration(limits.statement_timeout ?? '');
  const over = new AbortController();
  const stopTimer = ms === undefined ? () => {} : clock.timer(ms, () => over.abort());
  return {
    signal: caller === undefined ? over.signal : AbortSignal.any([caller, over.signal]),
    exceeded: () =>
      ms !== undefined && over.signal.aborted
        ? `${formatDuration(ms)}, the limit of a statement in environment "${name}"`
        : null,
    end: stopTimer,
  };
}

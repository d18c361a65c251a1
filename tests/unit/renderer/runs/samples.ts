import type { LogLine, RunSummary, Step } from '../../../../src/shared/contract/runs.ts';

/** A time in milliseconds after six o'clock. */
export const at = (ms: number) => new Date(Date.UTC(2026, 10, 21, 6) + ms).toISOString();

/** Of a run that a person started and that has done nothing yet. */
export const noTimes = {
  nominal_at: null,
  due_at: null,
  claimed_at: null,
  submitted_at: null,
  ended_at: null,
  retry_at: null,
};

export function run(id: number, changes: Partial<RunSummary> = {}): RunSummary {
  return {
    id,
    job: 'daily_delays_dev',
    job_id: 1,
    job_version: 1,
    kind: 'model',
    environment: 'dev',
    environment_id: 1,
    colour: 'blue',
    protected: false,
    state: 'completed',
    reason: null,
    trigger: {
      kind: 'manual',
      actor: 'ada via web',
      cause: '',
      upstream_run: null,
      chain: null,
      depth: 0,
      original_run: null,
    },
    draft: false,
    model: 'daily_delays',
    model_id: 7,
    version: 2,
    tag: 'v2',
    times: { ...noTimes, created_at: at(0), claimed_at: at(100), ended_at: at(1_000) },
    rows_affected: null,
    failure: null,
    failure_code: null,
    ...changes,
  };
}

export function step(name: string, from: number, to: number | null, changes: Partial<Step> = {}): Step {
  return {
    attempt: 1,
    name,
    state: to === null ? 'running' : 'completed',
    started_at: at(from),
    ended_at: to === null ? null : at(to),
    query_id: null,
    statement: null,
    rows: null,
    bytes: null,
    message: null,
    ...changes,
  };
}

export function line(seq: number, message: string, changes: Partial<LogLine> = {}): LogLine {
  return { seq, at: at(seq), level: 'info', step: null, message, ...changes };
}

/** Waits until something holds of a thing that tells its changes. */
export function until(
  thing: { subscribe: (listener: () => void) => () => void },
  holds: () => boolean,
): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (!holds()) return;
      stop();
      resolve();
    };
    const stop = thing.subscribe(look);
    look();
  });
}

/** The states of a run (domain.md, "Run states"). */
export const runStates = [
  'pending',
  'running',
  'pending_cancellation',
  'completed',
  'failed',
  'skipped',
  'cancelled',
] as const;
export type RunState = (typeof runStates)[number];

/** What starts runs. */
export const triggerKinds = ['manual', 'api', 'schedule', 'job', 'deployment'] as const;

/** How queries end that somebody runs by hand. */
export const queryStates = ['completed', 'failed', 'cancelled'] as const;

export const runEvents = [
  /** The dispatcher took the run. */
  'claimed',
  /** Somebody asked for the run to be stopped. */
  'cancel_requested',
  /** A newer run of the job took this one's place in the queue. */
  'superseded',
  /** A condition is not met. */
  'gate_unmet',
  /** The last step ended well. */
  'finished',
  /** An error, a time-out or a loss; the failure record says which. */
  'errored',
  /** The warehouse confirmed that nothing of the run is executing any more. */
  'cancel_confirmed',
] as const;
export type RunEvent = (typeof runEvents)[number];

export type Transition = { ok: true; to: RunState } | { ok: false; reason: string };

const table: Record<RunState, Partial<Record<RunEvent, RunState>>> = {
  pending: {
    claimed: 'running',
    cancel_requested: 'cancelled',
    superseded: 'cancelled',
    gate_unmet: 'skipped',
  },
  running: {
    gate_unmet: 'skipped',
    finished: 'completed',
    errored: 'failed',
    cancel_requested: 'pending_cancellation',
  },
  // The statement may end before the request reaches it: then the run is what really happened.
  pending_cancellation: {
    cancel_confirmed: 'cancelled',
    finished: 'completed',
    errored: 'failed',
  },
  completed: {},
  failed: {},
  skipped: {},
  cancelled: {},
};

/** Terminal states never change. */
export function isTerminal(state: RunState): boolean {
  return state !== 'pending' && state !== 'running' && state !== 'pending_cancellation';
}

/** Decides what `event` makes of a run in `state`, and says why where it is refused. Total and pure. */
export function transition(state: RunState, event: RunEvent): Transition {
  const to = table[state][event];
  if (to !== undefined) return { ok: true, to };
  if (isTerminal(state)) return { ok: false, reason: `the run has ended (${state}) and its state is final` };
  if (state === 'pending_cancellation' && event === 'cancel_requested') {
    return { ok: false, reason: 'the run is being cancelled already' };
  }
  return { ok: false, reason: `"${event}" is not possible while the run is ${state}` };
}

/** What became of a fire. Every one has exactly one outcome (semantics.md, "Schedules"). */
export const fireOutcomes = ['dispatched', 'coalesced', 'skipped', 'missed'] as const;
export type FireOutcome = (typeof fireOutcomes)[number];

/** Why it has this outcome. */
export const fireReasons = [
  /** dispatched: there was nothing in the way. */
  'on_time',
  /** dispatched, coalesced: missed, and made up for. */
  'catch_up',
  /** skipped: the job was paused. */
  'paused',
  /** skipped: everything was paused. */
  'all_paused',
  /** skipped: an earlier run was not over. */
  'overlap',
  /** skipped: the schedule says that what was missed is left out. */
  'policy',
  /** skipped: its schedule was edited, or its job deleted, before it was acted on. */
  'replaced',
  /** skipped: the chain has become too long. */
  'depth',
  /** skipped: no run could be made of the job; the detail says why. */
  'not_runnable',
  /** missed: older than the catch-up window. */
  'window',
  /** missed: too late for its deadline. */
  'deadline',
  /** missed: more than are made up for at once. */
  'too_many',
] as const;
export type FireReason = (typeof fireReasons)[number];

/** Why nothing happened when a fire was due; "blocked": the ledger could not be written, on a full disk, say. */
export const absences = ['asleep', 'not_running', 'blocked'] as const;
export type Absence = (typeof absences)[number];

import type { JobDefinition } from '../../src/shared/contract/jobs.ts';
import type { RetryMode } from '../../src/shared/contract/runs.ts';

/** Where the engine can be killed, in the order in which a run comes past them. */
export const killPoints = [
  /** What becomes of fires was decided and written, in a transaction that is not committed. */
  'fire_computed',
  /** Ledger, run and mark are on disk; nothing was begun. */
  'ledger_written',
  /** The run is claimed, on disk; its work begins. */
  'claimed',
  /** The intent, with our id of the query, is on disk; the warehouse was not asked. */
  'intent_stored',
  /** The warehouse has the query; the engine does not know that yet. */
  'submitted',
  /** The warehouse's id of the query is on disk. */
  'query_id_stored',
  /** A stop was asked for and written down; the warehouse was not told. */
  'cancelling',
  /** The warehouse answered; nothing of that was written down. */
  'result_received',
  /** The end of a run, and what it leads to, was written in a transaction that is not committed. */
  'finishing',
  /** The end of a run is on disk. */
  'finished',
  /** The end of a run and the run that it started are on disk. */
  'child_started',
] as const;
export type KillPoint = (typeof killPoints)[number];

/** What the engine is told to do. Durations in ms. */
export type Action =
  | { do: 'open'; wall: number; world: number; setUp: boolean }
  | { do: 'arm'; point: KillPoint; nth: number }
  /** The machine is awake. */
  | { do: 'advance'; ms: number }
  /** The machine sleeps: the wall clock and the warehouse go on, timers do not. */
  | { do: 'sleep'; ms: number }
  /** Somebody sets the clock. */
  | { do: 'jump'; ms: number }
  | { do: 'apply'; definition: JobDefinition }
  | { do: 'reset'; job: string }
  | { do: 'pause'; job: string | null }
  | { do: 'resume'; job: string | null }
  | { do: 'run'; job: string }
  | { do: 'cancel'; run: number }
  | { do: 'retry'; run: number; mode: RetryMode }
  | { do: 'close' };

export interface Answer {
  wall: number;
  world: number;
  /** Why the engine refused, as it told; null where it did as it was told. */
  refused: string | null;
  /** Something went wrong that must not. */
  broken: string | null;
}

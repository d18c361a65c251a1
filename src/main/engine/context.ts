import type { Alarm } from './alarm.ts';
import type { Bus } from './bus.ts';
import type { Clock, Executors, Ids, Log, Redact, SqlFiles, Upkeep } from './ports.ts';
import type { Analysis } from './sql/types.ts';
import type { Store } from './store/store.ts';

/** What every area of the engine works with; put together once, in engine.ts. */
export interface Context {
  store: Store;
  bus: Bus;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** Of texts that nobody of ours has written, before they are kept. */
  redact: Redact;
  executors: Executors;
  analysis: Analysis;
  upkeep: Upkeep;
  sqlFiles: SqlFiles;
  /** The workspace's directory, absolute. */
  directory: string;
  /** Of this workspace for ever, wherever its directory is; warehouses keep it with the statements it sent. */
  workspaceId: string;
  /** What is due by the wall clock. */
  alarm: Alarm;
  /** Whether this engine acts on triggers; that of a single command does not. */
  schedules: boolean;
  /** Aborted when the engine begins to close: what dies after that was ended by us. */
  closing: AbortSignal;
}

/** A stored time as the contract gives it. */
export function iso(ms: number): string;
export function iso(ms: number | null): string | null;
export function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

import type { Cell, Column } from '../../shared/contract/common.ts';
import type { TestStage } from '../../shared/contract/environments.ts';
import type { CatalogEntry, Recall, Script, ScriptResult } from '../engine/ports.ts';
import type { Job } from './job.ts';
import type { CallInput } from './protocol.ts';

/** A query being read. Closed by itself at its end and when `next` throws. */
export interface Cursor {
  columns: Column[];
  next(): Promise<{ rows: Cell[][]; done: boolean }>;
  /** Stops what is running for it. Does nothing the second time. */
  close(): Promise<void>;
}

/** What an engine's executor does, within its process. Methods throw `ExecutionError` and nothing else. */
export interface Backend {
  readonly version: string;
  execute(script: Script, job: Job): Promise<ScriptResult>;
  open(request: CallInput<'open'>, job: Job): Promise<Cursor>;
  describe(request: CallInput<'describe'>): Promise<Column[]>;
  catalog(request: CallInput<'catalog'>): Promise<CatalogEntry[]>;
  /** Of a script that no job of this process is working on. */
  recall(request: CallInput<'recall'>): Promise<Recall>;
  test(request: CallInput<'test'>): Promise<TestStage[]>;
  load(request: CallInput<'load'>): Promise<ScriptResult>;
  /** Called when all jobs have ended. */
  close(): Promise<void>;
}

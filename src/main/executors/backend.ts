import type { Cell, Column } from '../../shared/contract/common.ts';
import type { TestStage } from '../../shared/contract/environments.ts';
import type {
  CatalogEntry,
  Estimate,
  Grant,
  MissingPrivilege,
  Recall,
  Script,
  ScriptResult,
} from '../engine/ports.ts';
import type { Job } from './job.ts';
import type { CallInput, SecretRequest } from './protocol.ts';

/**
 * Asks the engine about a secret: null where there is none; what cannot be kept is forgotten. Rejects with `ExecutionError`
 * (`secret_unavailable`) where it is kept in a place that cannot be read now, such as a locked vault.
 */
export type AskSecret = (request: SecretRequest) => Promise<string | null>;

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
  list(request: CallInput<'list'>): Promise<string[]>;
  explain(request: CallInput<'explain'>): Promise<Estimate>;
  grants(request: CallInput<'grants'>): Promise<Grant[]>;
  privileges(request: CallInput<'privileges'>): Promise<MissingPrivilege[]>;
  load(request: CallInput<'load'>): Promise<ScriptResult>;
  /** Called when all jobs have ended. */
  close(): Promise<void>;
}

import type { Cell, Column } from '../../shared/contract/common.ts';
import type { SnowflakeConnection } from '../../shared/contract/connections.ts';
import type { TestStage } from '../../shared/contract/environments.ts';
import type { Relation } from '../../shared/domain/relation.ts';
import type {
  CatalogEntry,
  Estimate,
  ExecutionFailure,
  Grant,
  Listed,
  MissingPrivilege,
  QueryTag,
  Recall,
  RecallRequest,
  Script,
  ScriptResult,
  Session,
} from '../engine/ports.ts';

/**
 * What the engine and an executor process say to each other. Everything is plain JSON-safe data, so that any channel
 * will do (Node's IPC, Electron's message ports). Both sides send arrays: all messages of one event-loop turn.
 *
 * engine → executor: `start` once, then requests with ids, answered in any order; `shutdown` at the end.
 * executor → engine: `hello` (or `refused`) once, then one `done` or `failed` for each request; `submitted` and
 * `progress` may come before it. The one thing it asks for itself is a `secret`, answered by one with the same id.
 *
 * Queries are pulled: `open` answers with the first page, every `next` with one more, and nothing is computed ahead of
 * what was asked for, so a slow reader holds the warehouse back and not the memory. Cancelling is a request of its own
 * that names the query id; the cancelled request is still answered, with what really happened.
 */
export const protocolVersion = 2;

/** What a DuckDB executor is started with. Other engines add their own member, told apart by `engine`. */
export interface DuckdbConfig {
  engine: 'duckdb';
  workspaceDirectory: string;
  /** SQL run before any statement: macros that make Snowflake's functions available. */
  prelude: string[];
  /** As DuckDB writes sizes, "2GB"; null for a share of the machine's memory. */
  memoryLimit: string | null;
  /** Null for one a core. */
  threads: number | null;
}

/** What a Snowflake executor is started with. What signs in is no part of it: it is asked for when it is needed. */
export interface SnowflakeConfig {
  engine: 'snowflake';
  definition: SnowflakeConnection;
  trustedHosts: string[];
  /** Where the driver's own log goes; below the workspace. */
  logDirectory: string;
}

export type ExecutorConfig = DuckdbConfig | SnowflakeConfig;

/** A page of a query. `done`: there is none after it, and the cursor is closed. */
export interface Page {
  columns: Column[];
  rows: Cell[][];
  done: boolean;
}

export type Target = NonNullable<Script['target']>;

/** Every request with what it carries and what it is answered with. A cursor's number is the id of its `open`. */
export interface Calls {
  /** `wants`: what the caller listens to; the rest is not sent. */
  execute: { in: { script: Script; wants: { submitted: boolean; progress: boolean } }; out: ScriptResult };
  open: {
    in: { queryId: string; session: Session; tag?: QueryTag; sql: string; pageRows: number };
    out: Page;
  };
  next: { in: { cursor: number }; out: Page };
  close: { in: { cursor: number }; out: null };
  describe: { in: { session: Session; sql: string }; out: Column[] };
  catalog: {
    in: {
      session: Session;
      tag?: QueryTag | undefined;
      relations?: Relation[] | undefined;
      database?: string | undefined;
    };
    out: CatalogEntry[];
  };
  /** Answered when the warehouse was asked, not when the statement has ended. */
  cancel: { in: { queryId: string }; out: null };
  recall: { in: RecallRequest; out: Recall };
  test: { in: { session: Session }; out: TestStage[] };
  list: {
    in: { session: Session; tag?: QueryTag | undefined; what: Listed; database?: string | undefined };
    out: string[];
  };
  explain: { in: { session: Session; sql: string }; out: Estimate };
  grants: { in: { session: Session; relation: Relation }; out: Grant[] };
  privileges: {
    in: { session: Session; reads: Relation[]; writes: Target | null };
    out: MissingPrivilege[];
  };
  load: { in: { file: string; relation: Relation; select: string }; out: ScriptResult };
}
export type CallName = keyof Calls;
export type CallInput<T extends CallName> = Calls[T]['in'];
export type CallOutput<T extends CallName> = Calls[T]['out'];

export type Request = { [T in CallName]: { type: T; id: number } & CallInput<T> }[CallName];

export type ToExecutor =
  | { type: 'start'; protocol: number; config: ExecutorConfig }
  | Request
  | { type: 'secret'; id: number; value: string | null; problem?: SecretProblem }
  | { type: 'shutdown' };

export type FromExecutor =
  | { type: 'hello'; protocol: number; engine: string; version: string }
  /** It cannot work and ends; the failure says why. */
  | { type: 'refused'; failure: ExecutionFailure }
  | { type: 'done'; id: number; result: CallOutput<CallName> }
  | { type: 'failed'; id: number; failure: ExecutionFailure }
  | { type: 'submitted'; id: number; warehouseQueryId: string }
  | { type: 'progress'; id: number; fraction: number | null; rows: number | null }
  | ({ type: 'secret'; id: number } & SecretRequest);

/** Why a secret that there may be cannot be read now, and what can be done. */
export interface SecretProblem {
  message: string;
  hint: string | null;
}

/**
 * What an executor asks the engine about secrets: those its connection names, and those it keeps itself (a token that
 * spares people the next sign-in). `get` is answered with the value or null, the others with null.
 */
export type SecretRequest =
  | { op: 'get' | 'delete'; name: string }
  | { op: 'set'; name: string; value: string };

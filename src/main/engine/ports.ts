import type { Cell, Column } from '../../shared/contract/common.ts';
import type { ConnectionDefinition } from '../../shared/contract/connections.ts';
import type { TestStage } from '../../shared/contract/environments.ts';
import type { ChannelDefinition, NotificationMessage } from '../../shared/contract/notifications.ts';
import type { Failure } from '../../shared/contract/runs.ts';
import type { KeychainStatus, SecretState, VaultStatus } from '../../shared/contract/secrets.ts';
import type { Relation } from '../../shared/domain/relation.ts';
import type { SecretPlace } from '../../shared/domain/secrets.ts';

/** Wall clock and timers. The engine takes time from nowhere else. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. May jump, either way. */
  now(): number;
  /** Milliseconds that only grow, for measuring how long something took. */
  elapsed(): number;
  /** Calls `callback` once after `ms`; returns what undoes it. */
  timer(ms: number, callback: () => void): () => void;
}

/** Random identifiers. The engine takes them from nowhere else. */
export interface Ids {
  uuid(): string;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** The application's own log (not a run's). Fields carry no secret and no bound value. */
export interface Log {
  write(level: LogLevel, message: string, fields?: Record<string, unknown>): void;
}

/** What an executor needs to know to work for a connection. */
export interface ConnectionSpec {
  /** 0 for one that is not saved as it is here. */
  id: number;
  definition: ConnectionDefinition;
  /** What signs in may be sent to these hosts besides Snowflake's own; see `foreignHosts`. */
  trustedHosts: string[];
}

/** The surroundings of a statement: those of an environment. Names are as the catalogue stores them. */
export interface Session {
  role: string | null;
  warehouse: string | null;
  database: string | null;
  schema: string | null;
  /** The warehouse's own settings for the statements, by upper-case name; an engine without such leaves them out. */
  parameters?: Record<string, string | number | boolean>;
  /** After this time the warehouse itself ends a statement, should nobody be there to do so. */
  statementTimeoutMs?: number | null;
}

/** On whose behalf a statement is sent; a warehouse that keeps a history shows it there. */
export interface QueryTag {
  /** The workspace's own id. */
  workspace: string;
  job?: string;
  run?: number;
  attempt?: number;
  step?: string;
}

/** Statements that belong together: all take effect, or none. */
export interface Script {
  /** Ours, given before anything is sent; what is not known under it was never submitted. */
  queryId: string;
  session: Session;
  tag?: QueryTag;
  statements: string[];
  /** Databases the script writes; an embedded warehouse creates those that do not exist. */
  writes: string[];
  /** What the script builds; remembered by the warehouse so that `recall` can tell whether it took effect. */
  target?: { relation: Relation; type: 'table' | 'view' };
}

export interface ScriptHooks {
  /** The warehouse's own id of the running statement, as soon as it is known. */
  onSubmitted?: (warehouseQueryId: string) => void;
  onProgress?: (progress: { fraction: number | null; rows: number | null }) => void;
  /** Why the warehouse cannot be asked about the script, which goes on there; null when it answers again. */
  onTrouble?: (message: string | null) => void;
}

export interface ScriptResult {
  /** Rows written or changed by the script, where the warehouse tells. */
  rows: number | null;
  bytes: number | null;
}

export interface QueryPage {
  /** Given with every page, so that an empty result has columns too. */
  columns: Column[];
  rows: Cell[][];
}

/** A script to ask the warehouse about. */
export interface RecallRequest {
  queryId: string;
  /** The warehouse's own id of its last statement, where it had become known. */
  warehouseQueryId: string | null;
  session: Session;
  /** What it was to create, where that is something; an embedded warehouse can tell of no other script. */
  target?: Script['target'];
}

/** What a warehouse knows of a script after the connection to it was lost. */
export type Recall =
  | { state: 'running' }
  | { state: 'succeeded'; rows: number | null }
  | { state: 'failed'; failure: ExecutionFailure }
  | { state: 'unknown' };

/** A file of the user's as it is now; paths and texts are for people to see. */
export type SqlFile =
  | { state: 'present'; path: string; text: string; modifiedAtMs: number }
  | { state: 'missing'; message: string }
  | { state: 'unreadable'; message: string };

/** SQL files outside of the workspace that models come from. They are read when somebody asks; nothing watches them. */
export interface SqlFiles {
  /** `path` is absolute; `path` of the answer is the same. Only `.sql` files are read. Never throws. */
  read(path: string): Promise<SqlFile>;
}

export interface CatalogEntry extends Relation {
  type: 'table' | 'view';
  columns: Column[];
  /** When the warehouse last noted a change, in ms since the epoch: an upper bound. Undefined where it keeps no such note. */
  lastAlteredMs?: number | null;
  rows?: number | null;
  bytes?: number | null;
  comment?: string | null;
}

/** A catalogue that nobody named tables of has so many at most: one that has them all may have had more. */
export const maxCatalogEntries = 10_000;

/** What the role of a session can see and choose from. */
export type Listed = 'roles' | 'warehouses' | 'databases' | 'schemas';

/** What the warehouse expects a query to read, before it runs. Upper bounds; null where it does not tell. */
export interface Estimate {
  partitions: number | null;
  partitionsTotal: number | null;
  bytes: number | null;
}

export interface Grant {
  privilege: string;
  /** "ROLE", "DATABASE_ROLE", "SHARE", … */
  granteeType: string;
  grantee: string;
  grantOption: boolean;
}

/** A right that the session's role lacks for what it is asked to do. */
export interface MissingPrivilege {
  privilege: string;
  /** "schema ANALYTICS.MARTS" */
  on: string;
  hint: string;
}

/** A failure record as an executor knows it: without step and attempt. */
export type ExecutionFailure = Omit<Failure, 'step' | 'attempt'>;

/** Thrown by every `Executor` method; drivers' errors are mapped to it once, in the executor. */
export class ExecutionError extends Error {
  readonly failure: ExecutionFailure;
  constructor(failure: ExecutionFailure) {
    super(failure.message);
    this.name = 'ExecutionError';
    this.failure = failure;
  }
}

/** The executor died, or could not be started: what was asked of it may be asked of the next one. */
export function isExecutorGone(cause: unknown): boolean {
  return (
    cause instanceof ExecutionError &&
    (cause.failure.code === 'executor_crashed' || cause.failure.code === 'executor_unavailable')
  );
}

/**
 * A warehouse behind a process of its own. Failure codes every executor uses: `cancelled` (confirmed by the
 * warehouse), `executor_crashed` (the process died; ask `recall`), `executor_unavailable` (it could not be started),
 * `target_changed` (a view where a table was meant, or the other way round), `out_of_memory`, `disk_full`, `syntax_error`,
 * `source_missing` (missing, or not authorised where the warehouse does not tell which), `column_missing`, `warehouse_error`.
 * Those of a remote one besides: `host_not_trusted`, `secret_missing`, `secret_unavailable` (its vault is locked, say),
 * `sign_in_failed`, `network` (it could not be reached), `role_missing`, `warehouse_missing`, `warehouse_suspended`, `quota_exceeded`, `privilege_missing`, `timeout`.
 */
export interface Executor {
  /** Runs a script. Resolves when it took effect, rejects with `ExecutionError` when it did not. */
  execute(script: Script, hooks?: ScriptHooks): Promise<ScriptResult>;
  /** Reads pages of one query until its end; leaving the loop early or aborting stops it in the warehouse. */
  query(
    request: { queryId: string; session: Session; tag?: QueryTag; sql: string; pageRows: number },
    signal?: AbortSignal,
  ): AsyncIterable<QueryPage>;
  /** Output columns of a query, without running it. */
  describe(request: { session: Session; sql: string }): Promise<Column[]>;
  /**
   * Those of `relations` that exist; else what `database` has; else that of the session's database, or of all databases where
   * the engine has them at hand. Without `relations` up to `maxCatalogEntries`, in alphabetical order.
   */
  catalog(request: {
    session: Session;
    tag?: QueryTag;
    relations?: Relation[];
    database?: string;
  }): Promise<CatalogEntry[]>;
  /** Asks the warehouse to stop a script or query; its promise then settles with what really happened. */
  cancel(queryId: string): Promise<void>;
  /** What became of a script whose executor or engine died. */
  recall(request: RecallRequest): Promise<Recall>;
  /** Stages of signing in and reaching what the session names. Changes nothing. */
  test(session: Session): Promise<TestStage[]>;
  /** Names to choose from, in alphabetical order; schemas are those of `database`. Empty where the engine has no such thing. */
  list(request: { session: Session; tag?: QueryTag; what: Listed; database?: string }): Promise<string[]>;
  /** What a query would read. Runs nothing, and needs no warehouse that computes. */
  explain(request: { session: Session; sql: string }): Promise<Estimate>;
  /** Who may do what with a table or view; empty where the engine knows no grants. */
  grants(request: { session: Session; relation: Relation }): Promise<Grant[]>;
  /** What the session's role lacks to read `reads` and to replace `writes`; empty when it lacks nothing. */
  privileges(request: {
    session: Session;
    reads: Relation[];
    writes: { relation: Relation; type: 'table' | 'view' } | null;
  }): Promise<MissingPrivilege[]>;
  /**
   * Creates tables from data files readable by the engine. Only embedded warehouses can. `select` is the query over the
   * file, in which `FILE` stands for its contents.
   */
  load(request: { file: string; relation: Relation; select: string }): Promise<ScriptResult>;
}

/** Work that reads the whole of a database's file, apart from the engine, which answers meanwhile. */
export interface Upkeep {
  /** Problems SQLite finds in the file; empty when it is sound. */
  check(file: string): Promise<string[]>;
  /** Writes what is committed, as one state of the database, into `copy`: an empty file. */
  copy(file: string, copy: string): Promise<void>;
  /** Ends what is under way; it is rejected with `unavailable`. */
  close(): Promise<void>;
}

/** One executor a connection; processes start when first needed and are restarted after a crash. */
export interface Executors {
  for(connection: ConnectionSpec): Executor;
  /** Ends all processes; what still runs is rejected with `executor_crashed`. */
  close(): Promise<void>;
}

/**
 * Values that definitions only name. Nothing else in Slipway holds one: not the database, a log, an error or an answer.
 * Looked for in the keychain, then in the vault, then in environment variables.
 */
export interface Secrets {
  /**
   * Undefined where no place has it. Throws `unavailable`, with what can be done, where no place that can be read now has
   * it and one that cannot be read has it or may have it.
   */
  get(name: string): Promise<string | undefined>;
  /** What is known of it without handing it out. */
  state(name: string): Promise<SecretState>;
  /**
   * Keeps a value in `place`; by default where it is kept now, else in the keychain, or in the vault where there is one and
   * no keychain. Throws `unavailable` or `precondition`, with the choice there is, where it cannot be kept.
   */
  set(name: string, value: string, place?: SecretPlace): Promise<SecretPlace>;
  /**
   * Removes it from every place that has it; these, and why the keychain could not be asked, which may have it, too. Throws as
   * `get` does where it was found nowhere and the keychain could not be asked, or where the vault has it and is locked.
   */
  delete(name: string): Promise<{ from: SecretPlace[]; problem: string | null }>;
  /** Whether the keychain works; reads no secret. */
  keychain(): Promise<KeychainStatus>;
  vault: Vault;
}

/** Secrets in a file that a passphrase opens: of this user, whatever the workspace. */
export interface Vault {
  status(): Promise<VaultStatus>;
  /** Makes it and unlocks it. Throws `conflict` where there is one. */
  create(passphrase: string): Promise<void>;
  /** Throws `auth` for a wrong passphrase, `precondition` where there is none, `unavailable` where it is damaged. */
  unlock(passphrase: string): Promise<void>;
  /** Forgets its key. */
  lock(): void;
  /** Throws as `unlock` does. Other processes that had it unlocked find it locked. */
  changePassphrase(passphrase: string, next: string): Promise<void>;
}

/**
 * Replaces secrets in a text that is to leave Slipway, or that came from outside: values that were read in this process, in
 * the forms in which others repeat them, and what looks like a key or a token.
 */
export type Redact = (text: string) => string;

/** Where notifications leave Slipway. */
export interface Notifier {
  /**
   * Sends one message, once; resolves with what was answered, for the log. Rejects with an error whose message says in words
   * what went wrong, without any secret. Aborting ends it at once.
   */
  send(channel: ChannelDefinition, message: NotificationMessage, signal: AbortSignal): Promise<string>;
}

import type { Column, Variables } from '../../../shared/contract/common.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { Compiled } from '../../../shared/contract/sql.ts';
import type { Problem } from '../../../shared/domain/errors.ts';
import type { Relation } from '../../../shared/domain/relation.ts';
import type { ResolvedVariable } from '../../../shared/domain/variables.ts';
import type { Context } from '../context.ts';
import type { BuildStep } from '../dialects/dialect.ts';
import type { Executor, LogLevel, QueryTag, Script, ScriptResult, Session } from '../ports.ts';

/** A source that is read elsewhere: its own table is not built by what the run belongs to. */
export interface Deferral {
  /** Full name as the text has it, the environment's defaults filled in. */
  written: string;
  /** Full name of what is read. */
  reads: string;
  /** The model that builds it there. */
  model: string;
  environment: string;
}

/**
 * Everything a run was dispatched with. It alone re-creates the run; nothing in it is looked up again later. The
 * fields of a model are null for kinds without one.
 */
export interface FrozenSpec {
  definition: JobDefinition;
  environment: Environment;
  variables: Variables;
  /** Where each of them comes from. Null for a run from before that was kept. */
  resolved: ResolvedVariable[] | null;
  sql: string | null;
  hash: string | null;
  version: number | null;
  tag: string | null;
  target: Relation | null;
  deferred: Deferral[];
}

/** What was compiled from the specification, before anything was written. */
export interface CompiledSpec {
  compiled: Pick<Compiled, 'resolved' | 'sql' | 'warnings'> | null;
  sources: Compiled['sources'];
  /** What is sent to build the target, in order; empty until it is known what stands in its place. */
  build: BuildStep[];
}

/** A script, and what the run that sends it has to know of it: without more, that it builds the target. */
export type StepScript = Omit<Script, 'queryId' | 'session' | 'tag'> &
  Partial<Pick<BuildStep, 'purpose' | 'idempotent' | 'stoppable'>>;

/** What a run asks for beside its job's definition. */
export interface RunOverrides {
  variables: Variables;
  /** Another version, tag or "draft" of the job's model. */
  version?: string | undefined;
}

/** One step of a run, as its kind sees it. */
export interface StepControl {
  /** For what the step asks the warehouse besides its script. */
  readonly tag: QueryTag;
  /**
   * Sends a script: intent and query id are committed first. After a crash of the executor the warehouse is asked
   * what became of it.
   */
  execute(script: StepScript): Promise<ScriptResult>;
  /** What the step's row says when it has ended. */
  report(facts: { rows?: number | null; bytes?: number | null; message?: string; statement?: string }): void;
}

/** A run being executed, as its kind sees it. */
export interface RunControl {
  readonly id: number;
  readonly spec: FrozenSpec;
  readonly executor: Executor;
  readonly session: Session;
  /** Aborted when the run is to stop. */
  readonly signal: AbortSignal;
  /** Null until compiled: by this attempt, before a restart of the engine, or in the run that this one goes on from. */
  readonly compiled: CompiledSpec | null;
  /** The step ended well before a restart of the engine, or in the run that this one goes on from: do not do it again. */
  hasCompleted(step: string): boolean;
  step<T>(name: string, work: (step: StepControl) => Promise<T>): Promise<T>;
  log(level: LogLevel, message: string): void;
  recordCompiled(compiled: CompiledSpec): void;
  recordColumns(columns: Column[]): void;
  recordResult(result: { rows: number | null; bytes: number | null }): void;
}

/** A kind of job: how its definition is checked, frozen and carried out. A new kind is a new folder beside `model`. */
export interface JobKind {
  /** Names of the steps of a run, in their order; with `compiled` null those that every run has. */
  steps(compiled: CompiledSpec | null): readonly string[];
  /**
   * Of the steps that ended well in a run that failed, in their order, those that another run need not do again: what they
   * made is still there.
   */
  lasting(completed: readonly string[], compiled: CompiledSpec | null): readonly string[];
  /**
   * Problems that keep a definition from being published, with paths into it. `sql` is the text it runs, where it has
   * a model.
   */
  check(definition: JobDefinition, environment: Environment, sql: string | null): Promise<Problem[]>;
  /** Looks up and fixes what the run works on. Called inside the transaction that creates the run. */
  freeze(
    definition: JobDefinition,
    environment: Environment,
    modelId: number | null,
    overrides: RunOverrides,
  ): Pick<FrozenSpec, 'sql' | 'hash' | 'version' | 'tag' | 'target'>;
  /** Carries the run out. Throws `ExecutionError` or `SlipwayError` for what becomes the run's failure. */
  execute(run: RunControl, context: Context): Promise<void>;
}

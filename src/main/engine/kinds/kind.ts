import type { CheckResult } from '../../../shared/contract/checks.ts';
import type { Column, Variables } from '../../../shared/contract/common.ts';
import type { Docs } from '../../../shared/contract/docs.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { Compiled } from '../../../shared/contract/sql.ts';
import type { Problem } from '../../../shared/domain/errors.ts';
import type { Relation } from '../../../shared/domain/relation.ts';
import type { Looked } from '../conditions/gate.ts';
import type { ResolvedVariable } from '../../../shared/domain/variables.ts';
import type { Context } from '../context.ts';
import type { BuildStep } from '../dialects/dialect.ts';
import type { Noted } from '../intervals/ledger.ts';
import type { AskedRange } from '../intervals/range.ts';
import type { IntervalSettings } from '../intervals/settings.ts';
import type { Window } from './window.ts';
import type { Executor, LogLevel, QueryTag, Script, ScriptResult, Session } from '../ports.ts';
import type { CheckStep } from '../store/checks.ts';

/** Thrown by a kind where a condition is not met: the run is skipped, for what the message says. */
export class GateUnmet extends Error {
  override readonly name = 'GateUnmet';
}

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
  /** What is written about the text and its columns; absent where nothing is, and from before that was kept. */
  docs?: Docs;
  version: number | null;
  tag: string | null;
  target: Relation | null;
  /** An incremental target is to be built anew. */
  full_refresh?: true;
  /** Of a target that is built by intervals, these are to be built; without, those that came since the last one. */
  range?: AskedRange;
  /** It is built whatever its conditions find. */
  ignore_conditions?: true;
  deferred: Deferral[];
}

/** What was compiled from the specification, before anything was written. */
export interface CompiledSpec {
  compiled: Pick<Compiled, 'resolved' | 'sql' | 'warnings'> | null;
  sources: Compiled['sources'];
  /** What is sent to build the target, in order; empty until it is known what stands in its place. */
  build: BuildStep[];
  /** What an incremental build is of; undefined for others, and in what earlier versions kept. */
  window?: Window;
}

/** A script, and what the run that sends it has to know of it: without more, that it builds the target. */
export type StepScript = Omit<Script, 'queryId' | 'session' | 'tag'> &
  Partial<Pick<BuildStep, 'purpose' | 'idempotent' | 'stoppable'>>;

/** What a run asks for beside its job's definition. */
export interface RunOverrides {
  variables: Variables;
  /** Another version, tag or "draft" of the job's model. */
  version?: string | undefined;
  /** Sources that are read in another environment. */
  deferred?: Deferral[] | undefined;
  /** Build an incremental target anew. Kinds that know no such thing throw `precondition`. */
  full_refresh?: boolean | undefined;
  /** Build these intervals of a target that is built by intervals. */
  range?: AskedRange | undefined;
  /** Build whatever the conditions find. Throws `precondition` where the job has none. */
  ignore_conditions?: boolean | undefined;
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

/** What a job works with in its environment: in a run, or to tell what a run would do. */
export interface Work {
  readonly jobId: number | null;
  readonly spec: FrozenSpec;
  readonly executor: Executor;
  readonly session: Session;
  /** Aborted when the work is to stop. */
  readonly signal: AbortSignal;
  log(level: LogLevel, message: string): void;
}

/** What a run would send, told without a run. */
export interface PlannedWork extends CompiledSpec {
  /** What its conditions ask before anything is built; null without any. */
  gate: string[] | null;
  /** Of the result. */
  columns: Column[];
}

/** The record of which intervals of a target are built, as a run changes it. It may say too little, and never too much. */
export interface RecordOfIntervals {
  /** What was noted of later than now is not to be believed, now or then. */
  dropLater(settings: IntervalSettings): void;
  /** The target is not to have these intervals any more. On disk before the next script is sent. */
  cut(noted: Noted): void;
  /**
   * What is sent next may replace the target: nobody is to think any more that it has the intervals that were noted. On disk
   * before the next script is sent. False: it did not take effect, and what was noted holds.
   */
  doubt(doubted: boolean): void;
  /** The target has these intervals now. Noted with the end of the run, where that is a good one. */
  note(noted: Noted): void;
}

/** A run being executed, as its kind sees it. */
export interface RunControl extends Work {
  readonly id: number;
  /** Null until compiled: by this attempt, before a restart of the engine, or in the run that this one goes on from. */
  readonly compiled: CompiledSpec | null;
  /** The step ended well before a restart of the engine, or in the run that this one goes on from: do not do it again. */
  hasCompleted(step: string): boolean;
  step<T>(name: string, work: (step: StepControl) => Promise<T>): Promise<T>;
  recordCompiled(compiled: CompiledSpec): void;
  recordColumns(columns: Column[]): void;
  /** What was found by looking at data, in the place of what the step had found before. */
  recordChecks(step: CheckStep, results: readonly CheckResult[]): void;
  recordConditions(looked: readonly Looked[]): void;
  recordResult(result: { rows: number | null; bytes: number | null }): void;
  /** Of a target that is built by intervals: which of them are. */
  readonly intervals: RecordOfIntervals;
}

/** A kind of job: how its definition is checked, frozen and carried out. A new kind is a new folder beside `model`. */
export interface JobKind {
  /** Names of the steps of a run, in their order; with `compiled` null those that every run of the definition has. */
  steps(definition: JobDefinition, compiled: CompiledSpec | null): readonly string[];
  /**
   * Why another run has to do a step again that ended well in a run that failed, in words; null where it need not: what the
   * step made is still there.
   */
  again(completed: string, compiled: CompiledSpec | null, spec: FrozenSpec): string | null;
  /**
   * Problems that keep a definition from being published, with paths into it. `sql` is the text it runs, where it has
   * a model; `workspace` are the variables of the workspace, where it is to have others than it has now.
   */
  check(
    definition: JobDefinition,
    environment: Environment,
    sql: string | null,
    workspace?: Variables,
  ): Promise<Problem[]>;
  /** Looks up and fixes what the run works on. Called inside the transaction that creates the run. */
  freeze(
    definition: JobDefinition,
    environment: Environment,
    modelId: number | null,
    overrides: RunOverrides,
  ): Pick<
    FrozenSpec,
    'sql' | 'hash' | 'docs' | 'version' | 'tag' | 'target' | 'full_refresh' | 'range' | 'ignore_conditions'
  >;
  /**
   * What a run would do now. Reads from the warehouse, and writes nothing. Throws `ExecutionError` or `SlipwayError` for what
   * would fail the run.
   */
  plan(work: Work, context: Context): Promise<PlannedWork>;
  /** Carries the run out. Throws `ExecutionError` or `SlipwayError` for what becomes the run's failure. */
  execute(run: RunControl, context: Context): Promise<void>;
}

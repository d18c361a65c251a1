import type { Column } from '../../../shared/contract/common.ts';
import type { Incremental, Materialization } from '../../../shared/contract/materialization.ts';
import type { Problem } from '../../../shared/domain/errors.ts';
import type { Relation } from '../../../shared/domain/relation.ts';
import type { Grant, Script, Session } from '../ports.ts';
import type { Analysis, KnownTable, Translation } from '../sql/types.ts';
import type { CatalogDialect } from './catalog.ts';

/**
 * What a script does for the target of a build. `prepare`: makes room for it. `build`: builds it in its place. `shadow`: builds
 * it, or what is new of it, beside its place, where nobody reads it. `inspect`: asks of what stands beside it whether it can
 * be published. `comment`: writes what is said of it into the warehouse, on which nothing hangs. `audit`: asks the checks of it. `publish`: puts what stands beside it into its place. `cleanup`: removes what stands beside it, whether
 * that was published or not.
 */
export type Purpose =
  | 'prepare'
  | 'build'
  | 'shadow'
  | 'comment'
  | 'inspect'
  | 'audit'
  | 'publish'
  | 'cleanup';

/** What a target is built as. */
export type TargetType = 'table' | 'view';

/** One script of a build: a step of the run that sends it. */
export interface BuildStep {
  /** Unlike that of the other steps of its run. */
  name: string;
  purpose: Purpose;
  /** Those of `inspect` are queries, each asked by itself. */
  statements: string[];
  /** What is to be known by the answers, of `inspect`. */
  inspection?: Inspection;
  /** As in `Script`. */
  writes: string[];
  /** What it creates; undefined for nothing that could be looked for. */
  target?: Script['target'];
  /** It may be sent a second time when the warehouse has no trace of the first. */
  idempotent: boolean;
  /** False where being stopped in the middle would leave the target neither as it was nor as it is to be. */
  stoppable: boolean;
}

/** What a dialect has to be told of the warehouse before a build; asking for the rest would be for nothing. */
export interface Questions {
  /** Whether the schema of a target that is not there exists. */
  schema: boolean;
  /** Who may do what with a target that changes its type. */
  grants: boolean;
  /** What the role lacks. */
  privileges: boolean;
  /** What the query would read. */
  estimate: boolean;
}

/** What is asked of a result beside its target before it is published. */
export interface Inspection {
  /** None of its rows may lack it. */
  watermark: string | null;
  /** None of its rows may lack one of them, no two may have the same; empty where rows are not told apart. */
  key: string[];
}

/** What was found at the place of a target. */
export interface Found {
  type: TargetType | null;
  /** Whether its schema is there; true where that was not asked. */
  schema: boolean;
  /** Empty where they were not asked for. */
  grants: Grant[];
}

/** A stretch of the values of a column; bounds as the engine writes them, null where it has none. */
export interface Stretch {
  column: string;
  start: string | null;
  /** The first value behind it. */
  end: string | null;
}

/** The change of a table that stays where it is. */
export interface Increment {
  strategy: Incremental['strategy'];
  /** Of the result, in its order; names as the target has them. */
  columns: string[];
  /** Those of them that the target lacks: it gets them. */
  added: Column[];
  /** Empty where nothing is replaced by a key. */
  key: string[];
  /** What the new rows are of; null without a watermark: then they are all of the query. */
  stretch: Stretch | null;
}

/** What is to be said of a target in the warehouse itself. */
export interface Comments {
  /** Of the target; null where that is not for the build to say. */
  target: string | null;
  /** All columns of the result in their order; null where nothing is said of one, '' where what is said is taken away. */
  columns: { name: string; text: string | null }[];
}

/** What is to be built, and what stands in its place. */
export interface Order {
  /** Of all rows, or with `increment` of the new ones. */
  query: string;
  target: Relation;
  materialization: Materialization;
  found: Found;
  /** What the target is changed by; null where it is built whole. */
  increment: Increment | null;
  /** What is to be known of the result before it is published. Without: it may be published as it is built. */
  inspection: Inspection | null;
  /** What is said of the target, or with `increment` what it does not say yet; null for nothing. */
  comments: Comments | null;
  /** Tells what this build makes beside the target from what others make there. */
  owner: string;
  /** It is looked at before readers see it: it is built beside its place. */
  audited: boolean;
}

/**
 * How an engine is talked to: everything of a build, and of a query, in which engines differ. Pure; what it has to know
 * of the warehouse it is given.
 */
export interface Dialect {
  readonly asks: Questions;
  /** How it is asked what it has. */
  readonly catalog: CatalogDialect;
  /**
   * A query in Snowflake's SQL, its variables and sources resolved, as the engine runs it. Throws `validation` with the
   * places of what the engine cannot do. `tables` are those it reads, as far as they are there.
   */
  say(analysis: Analysis, sql: string, tables: () => Promise<KnownTable[]>): Promise<Translation>;
  /** The session for a query of which only the first `rows` rows are wanted, however many it has. */
  limited(session: Session, rows: number): Session;
  /**
   * The query for the highest value of a column of `relation`, in one row: `latest` and `start`, which is so many ms before
   * it, as texts that `CAST` takes for the column's type, and `ahead`: whether `latest` is later than the warehouse's clock.
   */
  watermark(relation: Relation, column: Column, lookBackMs: number | null): string;
  /** The query for the warehouse's clock: ms since 1970, in one row. */
  readonly clock: string;
  /** The query that counts the rows of a target; null where that would cost as much as reading it. */
  countRows(target: Relation, type: TargetType): string | null;
  /** A text as the engine reads it in a statement. */
  readonly quoteText: (text: string) => string;
  /** Why a target cannot be built at all, with paths into the job's definition. */
  problems(target: Relation, materialization: Materialization): Problem[];
  /** What somebody should know before the build, and would not expect: a sentence each. */
  cautions(order: Omit<Order, 'query' | 'owner' | 'comments'>): string[];
  /**
   * The scripts that build the target, in order, each to be sent when the one before it took effect. Readers see the old
   * target until the script that makes the new one visible has taken effect, and a build that fails leaves it as it was.
   */
  build(order: Order): BuildStep[];
}

/** Whether readers of the target see what a script made as soon as it took effect. */
export function makesVisible(purpose: Purpose): boolean {
  return purpose === 'build' || purpose === 'publish';
}

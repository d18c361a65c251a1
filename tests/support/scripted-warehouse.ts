import { EventEmitter } from 'node:events';
import {
  type CatalogEntry,
  ExecutionError,
  type Executor,
  type Executors,
  type Grant,
  type MissingPrivilege,
  type QueryTag,
  type Recall,
  type RecallRequest,
  type Script,
  type ScriptHooks,
  type Session,
} from '../../src/main/engine/ports.ts';
import type { Cell } from '../../src/shared/contract/common.ts';
import { quoteRelation } from '../../src/shared/domain/relation.ts';
import { unavailable } from './executors.ts';

/** A statement that reached the warehouse, which outlives every engine that talks to it. */
export interface Statement {
  sql: string;
  /** The name of the step that sent it. */
  step: string;
  queryId: string;
  warehouseId: string;
  tag: QueryTag | undefined;
  session: Session;
  state: 'running' | 'succeeded' | 'failed';
  failure?: ExecutionError['failure'];
  cancelled: boolean;
}

/** Where something is to happen between the intent of a step and its result. */
export type Point = 'before' | 'running' | 'after';

interface Standing {
  type: 'table' | 'view';
  rows?: number;
  lastAlteredMs?: number;
}

/**
 * A warehouse of which each DDL statement commits by itself, and which knows every statement by an id of its own: as much of
 * Snowflake as the engine sees of it. What it does with a statement is decided by the test.
 */
export class ScriptedWarehouse {
  readonly statements: Statement[] = [];
  readonly recalls: RecallRequest[] = [];
  readonly schemas = new Set<string>();
  readonly standing = new Map<string, Standing>();
  readonly queries: { sql: string; session: Session; tag: QueryTag | undefined }[] = [];
  /** The only row of a query, where that is not its first number. */
  answers: (sql: string) => Cell[] | undefined = () => undefined;
  /** What it answers who asks for everything. */
  catalogue: CatalogEntry[] = [];
  grants: Grant[] = [];
  lacking: MissingPrivilege[] = [];
  bytes = 1_000;
  /** Told of every statement that begins to run, and of every question. */
  readonly events = new EventEmitter<{ running: [Statement]; recalled: [RecallRequest]; asked: [string] }>();
  /** Called when a script comes past a point; what it waits for holds the script there. */
  at: (point: Point, step: string) => Promise<void> | void = () => {};
  /** Why a step of a script fails, where it does. */
  fails: (step: string) => ExecutionError | null = () => null;

  /** The connection of one engine. `sever` ends it as the death of its process would. */
  connect(): { executors: Executors; sever: () => void } {
    let severed = false;
    const waiting = new Set<() => void>();
    const ask = <T>(what: string, answer: () => T): Promise<T> => {
      if (severed) return Promise.reject(unavailable());
      this.events.emit('asked', what);
      return Promise.resolve().then(answer);
    };
    const executor: Executor = {
      execute: async (script, hooks) => {
        if (severed) throw unavailable();
        const dead = Promise.withResolvers<never>();
        waiting.add(() => dead.reject(unavailable()));
        return await Promise.race([this.run(script, hooks), dead.promise]);
      },
      cancel: queryId =>
        ask('cancel', () => {
          const found = this.statements.find(statement => statement.queryId === queryId);
          if (found) found.cancelled = true;
        }),
      recall: request =>
        ask('recall', () => {
          this.recalls.push(request);
          this.events.emit('recalled', request);
          return this.recall(request);
        }),
      catalog: ({ relations, database }) =>
        ask('catalog', () => {
          if (!relations) {
            return this.catalogue.filter(entry => database === undefined || entry.database === database);
          }
          return relations.flatMap(relation => {
            const found = this.standing.get(quoteRelation(relation));
            return found ? [{ ...relation, columns: [{ name: 'N', type: 'NUMBER' }], ...found }] : [];
          });
        }),
      describe: () => ask('describe', () => [{ name: 'N', type: 'NUMBER(38,0)' }]),
      list: ({ what }) =>
        ask('list', () =>
          what === 'databases'
            ? [...new Set(this.catalogue.map(({ database }) => database))]
            : [...this.schemas],
        ),
      grants: () => ask('grants', () => this.grants),
      privileges: () => ask('privileges', () => this.lacking),
      explain: () => ask('explain', () => ({ partitions: 12, partitionsTotal: 40, bytes: this.bytes })),
      test: () => ask('test', () => []),
      load: () => Promise.reject(new Error('not here')),
      query: async function* (
        this: ScriptedWarehouse,
        { sql, session, tag }: Parameters<Executor['query']>[0],
      ) {
        this.queries.push({ sql, session, tag });
        yield await ask('query', () => ({
          columns: [{ name: 'N', type: 'NUMBER(38,0)' }],
          rows:
            this.rowsOf(sql) ??
            Array.from({ length: Number(session.parameters?.ROWS_PER_RESULTSET ?? 1) }, (_, n) => [n]),
        }));
      }.bind(this),
    };
    const sever = () => {
      severed = true;
      for (const end of waiting) end();
    };
    return { executors: { for: () => executor, close: () => Promise.resolve(sever()) }, sever };
  }

  private rowsOf(sql: string): Cell[][] | undefined {
    const row = this.answers(sql);
    return row && [row];
  }

  /** How often a step was submitted. */
  times(step: string): number {
    return this.statements.filter(statement => statement.step === step).length;
  }

  private async run(script: Script, hooks: ScriptHooks | undefined) {
    const [sql = '', another] = script.statements;
    if (another !== undefined) throw new Error('a script of two statements commits between them');
    const step = script.tag?.step ?? '';
    await this.at('before', step);
    const statement: Statement = {
      sql,
      step,
      queryId: script.queryId,
      warehouseId: `01b${this.statements.length}`,
      tag: script.tag,
      session: script.session,
      state: 'running',
      cancelled: false,
    };
    this.statements.push(statement);
    hooks?.onSubmitted?.(statement.warehouseId);
    this.events.emit('running', statement);
    await this.at('running', step);
    this.finish(statement);
    await this.at('after', step);
    if (statement.failure) throw new ExecutionError(statement.failure);
    return { rows: null, bytes: null };
  }

  /** Ends a statement with what it does, unless it was stopped. */
  finish(statement: Statement): void {
    if (statement.state !== 'running') return;
    try {
      if (statement.cancelled) throw failure('cancelled', 'SQL execution canceled');
      const fails = this.fails(statement.step);
      if (fails) throw fails;
      this.apply(statement.sql);
      statement.state = 'succeeded';
    } catch (cause) {
      if (!(cause instanceof ExecutionError)) throw cause;
      statement.state = 'failed';
      statement.failure = cause.failure;
    }
  }

  private recall({ queryId, warehouseQueryId }: RecallRequest): Recall {
    const found = this.statements.find(
      statement => statement.warehouseId === warehouseQueryId || statement.queryId === queryId,
    );
    if (!found) return { state: 'unknown' };
    if (found.state === 'failed' && found.failure) return { state: 'failed', failure: found.failure };
    return found.state === 'succeeded' ? { state: 'succeeded', rows: null } : { state: 'running' };
  }

  private apply(sql: string): void {
    const block = /^EXECUTE IMMEDIATE \$\$\nBEGIN\n(.*)\nEND\n\$\$$/s.exec(sql)?.[1];
    if (block !== undefined) {
      for (const line of block.split('\n')) this.apply(line.trim().replace(/;$/, ''));
      return;
    }
    const name = String.raw`((?:"(?:[^"]|"")*"\.?)+)`;
    const [, schema] = new RegExp(`^CREATE SCHEMA IF NOT EXISTS ${name}`).exec(sql) ?? [];
    const [, type, made] =
      new RegExp(`^CREATE OR REPLACE (?:TRANSIENT )?(TABLE|VIEW) ${name}`).exec(sql) ?? [];
    const [, dropped, gone] = new RegExp(`^DROP (TABLE|VIEW) IF EXISTS ${name}`).exec(sql) ?? [];
    const [, from, to] = new RegExp(`^ALTER (?:TABLE|VIEW) ${name} RENAME TO ${name}`).exec(sql) ?? [];
    if (schema !== undefined) this.schemas.add(schema.split('.')[1]?.slice(1, -1) ?? '');
    else if (type !== undefined && made !== undefined) this.make(made, type === 'VIEW' ? 'view' : 'table');
    else if (gone !== undefined) this.drop(gone, dropped);
    else if (from !== undefined && to !== undefined) this.move(from, to);
    else if (!/^(GRANT |COMMENT ON |ALTER TABLE [^;]+ MODIFY\n)/.test(sql))
      throw new Error(`this warehouse cannot ${sql}`);
  }

  private make(name: string, type: 'table' | 'view'): void {
    this.refuseOther(name, type);
    this.standing.set(name, { type, ...(type === 'table' && { rows: 3 }) });
  }

  private drop(name: string, type: string | undefined): void {
    this.refuseOther(name, type);
    this.standing.delete(name);
  }

  private move(from: string, to: string): void {
    const moved = this.standing.get(from);
    if (!moved || this.standing.has(to)) throw failure('warehouse_error', `${from} cannot become ${to}`);
    this.standing.delete(from);
    this.standing.set(to, moved);
  }

  private refuseOther(name: string, type: string | undefined): void {
    const found = this.standing.get(name)?.type;
    if (found === undefined || found === type?.toLowerCase()) return;
    throw failure('target_changed', `Object ${name} already exists as ${found.toUpperCase()}`);
  }
}

export function failure(code: string, message: string, retryable = false): ExecutionError {
  return new ExecutionError({ code, message, sqlstate: null, query_id: null, retryable, hint: null });
}

import type { DuckDBInstance } from '@duckdb/node-api';
import { quoteName } from '../../../shared/domain/relation.ts';
import {
  ExecutionError,
  type Estimate,
  type Grant,
  type MissingPrivilege,
  type Recall,
  type Script,
  type ScriptResult,
} from '../../engine/ports.ts';
import type { Backend, Cursor } from '../backend.ts';
import { Job } from '../job.ts';
import type { CallInput, DuckdbConfig } from '../protocol.ts';
import { KnownViews, readCatalog } from './catalog.ts';
import { Connections, type Lease } from './connections.ts';
import { columnsOf, openCursor, prepareQuery } from './cursor.ts';
import { Databases } from './databases.ts';
import { isFatal, missingDatabase, parseDuckdbError, toExecutionError } from './errors.ts';
import { connectionPrelude, duckdbVersion, openInstance, preparePlaces, type Places } from './instance.ts';
import { limits } from './limits.ts';
import { loadStatements, queryOverFile } from './load.ts';
import { Markers } from './markers.ts';
import { ProgressReports } from './progress.ts';
import { KeyedLock, Slots } from '../queues.ts';
import { runScript } from './script.ts';
import { testStages } from './stages.ts';
import { quoteText } from './statements.ts';
import { textRows } from './text-rows.ts';
import { createTypeNames, type TypeNames } from './type-names.ts';

/** How often what a load replaces may change between a table and a view just before it is replaced. */
const maxChanges = 5;

/** The embedded warehouse: one instance of DuckDB with a file for each database of the workspace. */
export async function openDuckdb(config: DuckdbConfig): Promise<Backend> {
  const places = await preparePlaces(config.workspaceDirectory);
  const instance = await openInstance(config, places);
  const databases = new Databases(instance, places.warehouse);
  await databases.attachAll();
  const connections = new Connections(instance, databases, connectionPrelude(config));
  const keywords = await connections.use(null, ({ duckdb }) =>
    textRows(duckdb, 'SELECT keyword_name FROM duckdb_keywords()'),
  );
  const typeNames = createTypeNames(new Set(keywords.flat()));
  return new DuckdbBackend(instance, databases, connections, typeNames, places);
}

class DuckdbBackend implements Backend {
  readonly version = duckdbVersion();

  private readonly instance: DuckDBInstance;
  private readonly databases: Databases;
  private readonly connections: Connections;
  private readonly typeNames: TypeNames;
  private readonly places: Places;
  private readonly scripts = new Slots(limits.scripts);
  private readonly lookups = new Slots(limits.lookups);
  private readonly cursors = new Slots(limits.cursors);
  private readonly targets = new KeyedLock();
  private readonly markers = new Markers();
  private readonly views = new KnownViews();
  private readonly progress = new ProgressReports();
  private active = 0;

  constructor(
    instance: DuckDBInstance,
    databases: Databases,
    connections: Connections,
    typeNames: TypeNames,
    places: Places,
  ) {
    this.instance = instance;
    this.databases = databases;
    this.connections = connections;
    this.typeNames = typeNames;
    this.places = places;
  }

  async execute(script: Script, job: Job): Promise<ScriptResult> {
    return await this.guarded({ queryId: script.queryId }, () => this.run(script, job));
  }

  async open(request: CallInput<'open'>, job: Job): Promise<Cursor> {
    const context = { queryId: request.queryId };
    const cursor = await this.guarded(context, async () => {
      const wait = this.cursors.acquire(job);
      if (wait) await wait;
      try {
        return await openCursor(this.connections, this.typeNames, request, job);
      } catch (cause) {
        this.cursors.release();
        throw cause;
      }
    });
    cursor.onClosed = () => this.cursors.release();
    return {
      columns: cursor.columns,
      next: () => this.guarded(context, () => cursor.next()),
      close: () => cursor.close(),
    };
  }

  async describe({ session, sql }: CallInput<'describe'>) {
    return await this.lookUp(session, async ({ duckdb }) => {
      const prepared = await prepareQuery(duckdb, sql);
      const columns = columnsOf(prepared, this.typeNames);
      prepared.destroySync();
      return columns;
    });
  }

  async catalog({ relations, database: only }: CallInput<'catalog'>) {
    return await this.lookUp(null, async ({ duckdb }) => {
      const named = relations?.map(relation => relation.database) ?? (only === undefined ? [] : [only]);
      for (const database of new Set(named)) await this.databases.find(database);
      const all = this.databases.names();
      const wanted =
        relations !== undefined || only === undefined
          ? all
          : all.filter(name => name.toLowerCase() === only.toLowerCase());
      return await readCatalog(duckdb, wanted, relations, this.typeNames, this.views);
    });
  }

  async recall({ queryId, target }: CallInput<'recall'>): Promise<Recall> {
    if (!target) return { state: 'unknown' };
    return await this.lookUp(null, async ({ duckdb }) => {
      if (!(await this.databases.find(target.relation.database))) return { state: 'unknown' };
      const found = await this.markers.recall(duckdb, target.relation, queryId);
      return found ? { state: 'succeeded', rows: found.rows } : { state: 'unknown' };
    });
  }

  /** Nothing outlives the process that works on it. */
  stop(): void {}

  async test({ session }: CallInput<'test'>) {
    return await this.lookUp(null, ({ duckdb }) =>
      testStages(
        {
          databases: this.databases,
          warehouse: this.places.warehouse,
          hasSchema: async (database, schema) => {
            const reader = await duckdb.runAndReadAll(
              `SELECT count(*) FROM duckdb_schemas()
               WHERE lower(database_name) = ${quoteText(database.toLowerCase())}
                 AND lower(schema_name) = ${quoteText(schema.toLowerCase())}`,
            );
            return reader.value(0, 0) !== 0n;
          },
        },
        session,
      ),
    );
  }

  async list({ what, database }: CallInput<'list'>): Promise<string[]> {
    if (what === 'roles' || what === 'warehouses') return [];
    return await this.lookUp(null, async ({ duckdb }) => {
      if (what === 'databases') return this.databases.names().toSorted();
      if (database === undefined || !(await this.databases.find(database))) return [];
      const rows = await textRows(
        duckdb,
        `SELECT schema_name FROM duckdb_schemas()
         WHERE lower(database_name) = ${quoteText(database.toLowerCase())} AND NOT internal ORDER BY 1`,
      );
      return rows.flat();
    });
  }

  /** DuckDB counts rows, and that badly: nothing of it is what the others call an estimate. */
  explain(): Promise<Estimate> {
    return Promise.resolve({ partitions: null, partitionsTotal: null, bytes: null });
  }

  /** Whoever has the workspace has its tables. */
  grants(): Promise<Grant[]> {
    return Promise.resolve([]);
  }

  privileges(): Promise<MissingPrivilege[]> {
    return Promise.resolve([]);
  }

  async load({ file, relation, select }: CallInput<'load'>): Promise<ScriptResult> {
    const query = await this.guarded({}, () => queryOverFile(file, select, this.places.artifacts));
    for (let left = maxChanges; ; left--) {
      const [existing] = await this.catalog({ session: noSession, relations: [relation] });
      const statements = await this.lookUp(null, ({ duckdb }) =>
        loadStatements(duckdb, relation, query, existing?.type),
      );
      const queryId = `load of ${file}`;
      const script: Script = {
        queryId,
        session: noSession,
        statements,
        writes: [relation.database],
        target: { relation, type: 'table' },
      };
      try {
        return await this.guarded({}, () => this.run(script, new Job(queryId)));
      } catch (cause) {
        const changed = cause instanceof ExecutionError && cause.failure.code === 'target_changed';
        if (!changed || left === 0) throw cause;
      }
    }
  }

  async close(): Promise<void> {
    // What is in the logs goes into the files, so that the next start has nothing to replay.
    await this.connections.use(null, async ({ duckdb }) => {
      for (const name of this.databases.names())
        await duckdb.run(`CHECKPOINT ${quoteName(name)}`).catch(() => {});
    });
    this.connections.closeAll();
    this.instance.closeSync();
  }

  private async run(script: Script, job: Job): Promise<ScriptResult> {
    for (const database of script.writes) {
      if (!this.databases.has(database)) await this.databases.create(database);
    }
    const { connections, markers, progress, scripts: slots, targets } = this;
    const result = await runScript({ connections, markers, progress, slots, targets }, script, job);
    if (script.target?.type === 'view') this.views.add(script.target.relation);
    return result;
  }

  private async lookUp<T>(
    session: CallInput<'describe'>['session'] | null,
    work: (lease: Lease) => Promise<T>,
  ): Promise<T> {
    return await this.guarded({}, () => this.lookups.run(null, () => this.connections.use(session, work)));
  }

  /**
   * Maps errors, in this one place. A database that DuckDB does not know may have a file all the same, put there or
   * unlocked after the start: then the work is done again with it, or its failure is the answer.
   */
  private async guarded<T>(context: { queryId?: string }, work: () => Promise<T>): Promise<T> {
    this.active += 1;
    try {
      try {
        return await work();
      } catch (cause) {
        const missing =
          cause instanceof ExecutionError ? undefined : missingDatabase(parseDuckdbError(cause));
        if (missing === undefined || this.databases.has(missing) || !(await this.databases.find(missing)))
          throw cause;
        return await work();
      }
    } catch (cause) {
      if (!(cause instanceof ExecutionError) && isFatal(parseDuckdbError(cause))) endOf(cause);
      throw toExecutionError(cause, { ...context, alone: this.active === 1 });
    } finally {
      this.active -= 1;
    }
  }
}

const noSession = { role: null, warehouse: null, database: null, schema: null };

/** DuckDB refuses all work from now on. What became of a script is up to `recall`, as after any other death. */
function endOf(cause: unknown): never {
  process.stderr.write(`DuckDB cannot go on: ${parseDuckdbError(cause).message}\n`);
  process.kill(process.pid, 'SIGKILL');
  throw cause;
}

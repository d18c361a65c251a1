import type { Cell, Column, Variables } from '../../../shared/contract/common.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import type { ResultSet } from '../../../shared/contract/models.ts';
import type { Compiled, SqlProblem } from '../../../shared/contract/sql.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Relation } from '../../../shared/domain/relation.ts';
import type { Context } from '../context.ts';
import { dialects } from '../dialects/index.ts';
import type { Environments } from '../environments/environments.ts';
import { placeOf } from '../environments/place.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { ExecutionError } from '../ports.ts';
import { asCallError } from './call-error.ts';
import { compile } from './compile.ts';
import { timeoutFailure } from '../runs/failures.ts';
import { missingSources } from './missing-sources.ts';
import { type StatementLimit, startStatementLimit } from './statement-limit.ts';
import { modelProblems } from './query.ts';
import { translateWhole } from './translation.ts';
import { requireVariables } from './layers.ts';
import { unknownVariables } from './variables.ts';

/** Rows asked for at a time; also the most that cross a process boundary in one message. */
const pageRows = 1_000;

export type Queries = ReturnType<typeof createQueries>;

/** Trying SQL out: what would run, and its rows. Nothing is kept: the history is in history.ts. */
export function createQueries(context: Context, areas: { environments: Environments; jobs: Jobs }) {
  const { environments, jobs } = areas;

  function surroundingsOf(environment: Environment, jobRef: string | undefined) {
    const definition = jobRef === undefined ? null : jobs.get(jobRef).definition;
    return {
      jobVariables: definition?.variables ?? {},
      surroundings: {
        database: environment.database,
        schema: environment.schema,
        sourceMapping: environment.source_mapping,
        jobMapping: definition?.source_mapping ?? {},
      },
    };
  }

  function compileFor(input: {
    sql: string;
    environment: Environment;
    job?: string | undefined;
    variables: Variables;
  }): Promise<Compiled> {
    const { jobVariables, surroundings } = surroundingsOf(input.environment, input.job);
    const lookUp = (relations: Relation[]) => {
      const { connection, session } = placeOf(context.store.sql, input.environment);
      return context.executors.for(connection).catalog({ session, relations });
    };
    return compile(context.analysis, {
      sql: input.sql,
      engine: input.environment.engine,
      lookUp,
      surroundings,
      variables: requireVariables(context.store.sql, input.environment, jobVariables, input.variables)
        .variables,
    });
  }

  /** Asked only after a failure, as it takes a look at the warehouse. */
  async function whatIsMissing(cause: unknown, environment: Environment, compiled: Compiled) {
    if (!(cause instanceof ExecutionError) || cause.failure.code !== 'source_missing') return null;
    const { connection, session } = placeOf(context.store.sql, environment);
    const executor = context.executors.for(connection);
    const place = { executor, session, connectionId: connection.id };
    try {
      const relations = compiled.sources.map(source => source.relation);
      const found = await executor.catalog({ session, relations });
      return await missingSources(context.store.sql, place, compiled.sources, found);
    } catch {
      // What the warehouse said first is told.
      return null;
    }
  }

  return {
    compile: (input: { sql: string; environment: string; job?: string | undefined; variables: Variables }) =>
      compileFor({ ...input, environment: environments.get(input.environment) }),

    /** What is wrong with a text, with places; `model` and `environment` as in the contract. */
    async check(input: {
      sql: string;
      model: boolean;
      environment?: string | undefined;
    }): Promise<SqlProblem[]> {
      const refused = input.model ? await modelProblems(context.analysis, input.sql) : [];
      const found = refused.length > 0 ? refused : await context.analysis.check(input.sql);
      if (input.environment === undefined) return found;
      const environment = environments.get(input.environment);
      const known = {
        ...context.store.sql.settings.get<Variables>('variables', {}),
        ...environment.variables,
      };
      return [...found, ...unknownVariables(input.sql, Object.keys(known), environment.name)];
    },

    /** One statement as the embedded warehouse runs it, whatever engine its tables are on. */
    translate: (sql: string) => translateWhole(context.analysis, sql),

    /** The output columns of one query, as the environment's warehouse tells them without running it. */
    async columns(input: { sql: string; environment: string; variables: Variables }): Promise<Column[]> {
      const environment = environments.get(input.environment);
      const compiled = await compileFor({ ...input, environment });
      const { connection, session } = placeOf(context.store.sql, environment);
      try {
        return await context.executors.for(connection).describe({ session, sql: compiled.sql });
      } catch (cause) {
        throw asCallError(cause, await whatIsMissing(cause, environment, compiled));
      }
    },

    /**
     * Runs one query and returns its first rows. Aborting `signal`, or the end of the time that the environment gives a
     * statement, stops it in the warehouse.
     */
    async run(
      input: { sql: string; environment: string; variables: Variables; limit: number },
      signal?: AbortSignal,
    ): Promise<ResultSet> {
      const environment = environments.get(input.environment);
      const compiled = await compileFor({ ...input, environment });
      const { connection, session } = placeOf(context.store.sql, environment);
      const queryId = context.ids.uuid();
      const started = context.clock.elapsed();
      let columns: Column[] = [];
      const rows: Cell[][] = [];
      const limit = startStatementLimit(context.clock, environment, signal);
      try {
        // One more than are shown tells whether there are more.
        const wanted = input.limit + 1;
        const pages = context.executors.for(connection).query(
          {
            queryId,
            session: dialects[environment.engine].limited(session, wanted),
            tag: { workspace: context.workspaceId },
            sql: compiled.sql,
            pageRows: Math.min(wanted, pageRows),
          },
          limit.signal,
        );
        for await (const page of pages) {
          columns = page.columns;
          for (const row of page.rows) rows.push(row);
          if (rows.length > input.limit) break;
        }
      } catch (cause) {
        throw (
          timeoutError(cause, limit, signal) ??
          asCallError(cause, await whatIsMissing(cause, environment, compiled))
        );
      } finally {
        limit.end();
      }
      const shown = rows.slice(0, input.limit);
      return {
        columns,
        rows: shown,
        bytes: Buffer.byteLength(JSON.stringify(shown)),
        truncated: rows.length > input.limit,
        elapsed_ms: context.clock.elapsed() - started,
        query_id: queryId,
        statement: compiled.sql,
        engine: environment.engine,
        warnings: compiled.warnings,
      };
    },
  };
}

/** The failure that a run of the query would have, as a call's error: `related.failure` tells programs which it is. */
export function timeoutError(
  cause: unknown,
  limit: StatementLimit,
  caller: AbortSignal | undefined,
): SlipwayError | undefined {
  const exceeded = limit.exceeded();
  if (exceeded === null || caller?.aborted) return undefined;
  if (!(cause instanceof ExecutionError) || cause.failure.code !== 'cancelled') return undefined;
  const { code, message } = timeoutFailure(exceeded);
  const hint = 'Give statements more time in the environment, or make the query cheaper';
  return new SlipwayError('external', message, { hint, related: { failure: code } }, cause);
}

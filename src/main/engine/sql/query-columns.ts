import type { Variables } from '../../../shared/contract/common.ts';
import type {
  QueryColumnsAnswer,
  QueryLineageAnswer,
  SqlDiff,
  SqlScopeAnswer,
} from '../../../shared/contract/sql-columns.ts';
import type { Context } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import { asCallError } from './call-error.ts';
import { createKnownTables, knownTables, type TablesThere } from './known-tables.ts';
import type { Queries } from './queries.ts';
import { requireQuery } from './query.ts';
import { columnsOfText, diffOfTexts, lineageOfText, writtenTables } from './text-columns.ts';

/** Whoever types waits no longer than this for what a warehouse has to say of its tables. */
const patienceMs = 300;

export type QueryColumns = ReturnType<typeof createQueryColumns>;

/** What is known of the columns of a text: where they come from, and which are in sight. */
export function createQueryColumns(
  context: Context,
  areas: { environments: Environments; queries: Queries },
) {
  const { analysis, clock } = context;
  const known = createKnownTables(context);

  /** What of it comes soon; null when it takes longer or fails. */
  async function soon(tables: Promise<TablesThere>): Promise<TablesThere | 'later' | null> {
    const { promise: later, resolve } = Promise.withResolvers<'later'>();
    const stop = clock.timer(patienceMs, () => resolve('later'));
    try {
      return await Promise.race([tables.catch(() => null), later]);
    } finally {
      stop();
    }
  }

  return {
    /** The output columns of one query: with an environment as its warehouse tells them, else as the text does. */
    async columns(input: {
      sql: string;
      environment?: string | undefined;
      variables: Variables;
    }): Promise<QueryColumnsAnswer> {
      const { sql, environment, variables } = input;
      if (environment === undefined) return await columnsOfText(analysis, sql);
      const columns = await areas.queries.columns({ sql, environment, variables });
      return { columns: columns.map(column => ({ ...column, open: false })), complete: true, notes: [] };
    },

    /** Where the output columns of one query come from; with an environment, its tables' columns are looked up. */
    async lineage(input: { sql: string; environment?: string | undefined }): Promise<QueryLineageAnswer> {
      const { sql } = input;
      if (input.environment === undefined) return await lineageOfText(analysis, sql, null);
      const environment = areas.environments.get(input.environment);
      const { sources } = await requireQuery(analysis, sql);
      let there: TablesThere;
      try {
        there = await known.of(environment, writtenTables(sources));
      } catch (cause) {
        throw asCallError(cause);
      }
      return await lineageOfText(analysis, sql, there);
    },

    /** How far-reaching the change from one text to another is. */
    diff: ({ before, after }: { before: string; after: string }): Promise<SqlDiff> =>
      diffOfTexts(analysis, { label: 'before', sql: before }, { label: 'after', sql: after }),

    /** What names mean at a place of a text. */
    async scope(input: {
      sql: string;
      offset: number;
      environment?: string | undefined;
    }): Promise<SqlScopeAnswer> {
      const { sql, offset } = input;
      const environment = input.environment === undefined ? null : areas.environments.get(input.environment);
      const { tables, ...answer } = await analysis.scope(sql, offset, []);
      if (environment === null || tables.length === 0) return { ...answer, looking_up: false };
      const found = await soon(known.of(environment, tables));
      if (found === null || found === 'later') return { ...answer, looking_up: found === 'later' };
      const { tables: _, ...better } = await analysis.scope(sql, offset, knownTables(found));
      return { ...better, looking_up: false };
    },
  };
}

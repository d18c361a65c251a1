import type { SqlScopeAnswer } from '../../../shared/contract/sql-columns.ts';
import type { Context } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import { createKnownTables, knownTables, type TablesThere } from './known-tables.ts';

/** Whoever types waits no longer than this for what a warehouse has to say of its tables. */
const patienceMs = 300;

export type QueryColumns = ReturnType<typeof createQueryColumns>;

/** What is known of the columns of a text: where they come from, and which are in sight. */
export function createQueryColumns(context: Context, areas: { environments: Environments }) {
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

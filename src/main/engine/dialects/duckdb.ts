import { quoteRelation } from '../../../shared/domain/relation.ts';
import { translateWhole } from '../sql/translation.ts';
import { duckdbCatalog } from './duckdb-catalog.ts';
import type { Dialect } from './dialect.ts';
import { buildBeside, createSchema } from './duckdb-beside.ts';

/** The embedded warehouse. */
export const duckdb: Dialect = {
  asks: { schema: false, grants: false, privileges: false, estimate: false },

  catalog: duckdbCatalog,

  say: async (analysis, sql, tables) => translateWhole(analysis, sql, await tables()),

  // It computes nothing ahead of what is read.
  limited: session => session,

  countRows: target => `SELECT count(*) FROM ${quoteRelation(target)}`,

  quoteText: text => `'${text.replaceAll("'", "''")}'`,

  problems: () => [],

  cautions({ materialization: { type, ...settings } }) {
    const ignored = Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    if (ignored.length === 0) return [];
    const means = ignored.length === 1 ? 'means' : 'mean';
    return [`${ignored.join(', ')} ${means} nothing to DuckDB: the ${type} is built without`];
  },

  /**
   * One transaction. DuckDB cannot replace a view by a table or the other way round: the old one is dropped in it.
   * `found` may be out of date by the time it is run: then it fails with `target_changed`, and drops nothing.
   */
  build(order) {
    if (order.audited) return buildBeside(order);
    const { query, target, materialization, found } = order;
    const { type } = materialization;
    const name = quoteRelation(target);
    const drop =
      found.type === null || found.type === type
        ? []
        : [`DROP ${found.type.toUpperCase()} IF EXISTS ${name}`];
    return [
      {
        name: 'build',
        purpose: 'build',
        statements: [
          createSchema(target),
          ...drop,
          `CREATE OR REPLACE ${type.toUpperCase()} ${name} AS\n${query}`,
        ],
        writes: [target.database],
        target: { relation: target, type },
        idempotent: false,
        stoppable: true,
      },
    ];
  },
};

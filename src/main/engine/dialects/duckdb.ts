import type { Column } from '../../../shared/contract/common.ts';
import { targetTypeOf } from '../../../shared/contract/materialization.ts';
import { quoteName, quoteRelation } from '../../../shared/domain/relation.ts';
import { translateWhole } from '../sql/translation.ts';
import { buildBeside, changeBeside } from './duckdb-beside.ts';
import { duckdbCatalog } from './duckdb-catalog.ts';
import { commentOn, createSchema, quoteText } from './duckdb-statements.ts';
import type { BuildStep, Dialect, Order } from './dialect.ts';

/** What else a materialization may say: it says how the target is built, not what is there afterwards. */
const known = [
  'strategy',
  'unique_key',
  'watermark',
  'look_back',
  'interval',
  'begin',
  'time_zone',
  'on_schema_change',
];

/** The embedded warehouse. */
export const duckdb: Dialect = {
  asks: { schema: false, grants: false, privileges: false, estimate: false },

  catalog: duckdbCatalog,

  say: async (analysis, sql, tables) => translateWhole(analysis, sql, await tables()),

  // It computes nothing ahead of what is read.
  limited: session => session,

  countRows: target => `SELECT count(*) FROM ${quoteRelation(target)}`,

  watermark(relation, column, lookBackMs) {
    const latest = `max(${quoteName(column.name)})`;
    const start =
      lookBackMs === null ? latest : `CAST(${latest} - to_milliseconds(${lookBackMs}) AS ${column.type})`;
    const ahead = duckdbCatalog.kindOf(column.type) === 'time' ? `${latest} > ${clockOf(column)}` : 'false';
    return `SELECT CAST(${latest} AS VARCHAR) AS latest, CAST(${start} AS VARCHAR) AS start, ${ahead} AS ahead\nFROM ${quoteRelation(relation)}`;
  },

  clock: 'SELECT epoch_ms(now()) AS now',

  quoteText,

  problems: () => [],

  cautions({ materialization }) {
    const { type, ...settings } = materialization;
    const ignored = Object.entries(settings).flatMap(([name, value]) =>
      value === undefined || known.includes(name) ? [] : [name],
    );
    if (ignored.length === 0) return [];
    const means = ignored.length === 1 ? 'means' : 'mean';
    return [
      `${ignored.join(', ')} ${means} nothing to DuckDB: the ${targetTypeOf({ type })} is built without`,
    ];
  },

  build(order) {
    if (order.increment) return changeBeside({ ...order, increment: order.increment });
    return order.audited || order.inspection ? buildBeside(order) : [build(order)];
  },
};

/** Now, as values of the column are compared with it. Those without a zone are taken for UTC. */
function clockOf({ type }: Column): string {
  return type === 'TIMESTAMP WITH TIME ZONE' ? 'now()' : `CAST(now() AT TIME ZONE 'UTC' AS ${type})`;
}

/**
 * One transaction. DuckDB cannot replace a view by a table or the other way round: the old one is dropped in it.
 * `found` may be out of date by the time it is run: then it fails with `target_changed`, and drops nothing.
 */
function build({ query, target, materialization, found, comments }: Order): BuildStep {
  const type = targetTypeOf(materialization);
  const name = quoteRelation(target);
  const drop =
    found.type === null || found.type === type ? [] : [`DROP ${found.type.toUpperCase()} IF EXISTS ${name}`];
  return {
    name: 'build',
    purpose: 'build',
    statements: [
      createSchema(target),
      ...drop,
      `CREATE OR REPLACE ${type.toUpperCase()} ${name} AS\n${query}`,
      ...commentOn(target, comments),
    ],
    writes: [target.database],
    target: { relation: target, type },
    idempotent: false,
    stoppable: true,
  };
}

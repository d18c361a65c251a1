import type { Column } from '../../../shared/contract/common.ts';
import { targetTypeOf } from '../../../shared/contract/materialization.ts';
import { quoteName, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
import { translateWhole } from '../sql/translation.ts';
import { shadowOf } from './beside.ts';
import { duckdbCatalog } from './duckdb-catalog.ts';
import type { BuildStep, Dialect, Order } from './dialect.ts';
import { applied, inspections } from './increments.ts';

/** What else a materialization may say: it says how the target is built, not what is there afterwards. */
const known = ['strategy', 'unique_key', 'watermark', 'look_back', 'on_schema_change'];

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
    const ahead = this.catalog.kindOf(column.type) === 'time' ? `${latest} > ${clock(column)}` : 'false';
    return `SELECT CAST(${latest} AS VARCHAR) AS latest, CAST(${start} AS VARCHAR) AS start, ${ahead} AS ahead\nFROM ${quoteRelation(relation)}`;
  },

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
    return order.inspection ? buildBeside(order) : [build(order)];
  },
};

/** Now, as values of the column are compared with it. Those without a zone are taken for UTC. */
function clock({ type }: Column): string {
  return type === 'TIMESTAMP WITH TIME ZONE' ? 'now()' : `CAST(now() AT TIME ZONE 'UTC' AS ${type})`;
}

/**
 * One transaction. DuckDB cannot replace a view by a table or the other way round: the old one is dropped in it.
 * `found` may be out of date by the time it is run: then it fails with `target_changed`, and drops nothing.
 */
function build({ query, target, materialization, found }: Order): BuildStep {
  const type = targetTypeOf(materialization);
  const name = quoteRelation(target);
  const drop = found.type === null || found.type === type ? [] : [dropIfThere(target, found.type)];
  return {
    name: 'build',
    purpose: 'build',
    statements: [
      schemaThere(target),
      ...drop,
      `CREATE OR REPLACE ${type.toUpperCase()} ${name} AS\n${query}`,
    ],
    writes: [target.database],
    target: { relation: target, type },
    idempotent: false,
    stoppable: true,
  };
}

/** Builds beside the target what is looked at before readers see it. */
function buildBeside(order: Order): BuildStep[] {
  const { target, materialization, found } = order;
  const type = targetTypeOf(materialization);
  const shadow = shadowOf(target, order.owner);
  return [
    shadowStep(order, shadow, type),
    ...inspect(order, shadow),
    {
      ...sent(target),
      name: 'publish',
      purpose: 'publish',
      statements: [
        ...(found.type === null ? [] : [dropIfThere(target, found.type)]),
        `ALTER ${type.toUpperCase()} ${quoteRelation(shadow)} RENAME TO ${quoteName(target.name)}`,
      ],
      target: { relation: target, type },
    },
    cleanup(shadow, type),
  ];
}

/** Gathers the new rows beside the target, then brings them into it, in one transaction. */
function changeBeside(order: Order & { increment: NonNullable<Order['increment']> }): BuildStep[] {
  const { target, increment } = order;
  const delta = shadowOf(target, order.owner);
  return [
    shadowStep(order, delta, 'table'),
    ...inspect(order, delta),
    {
      ...sent(target),
      name: 'publish',
      purpose: 'publish',
      statements: [
        ...increment.added.map(
          ({ name, type }) => `ALTER TABLE ${quoteRelation(target)} ADD COLUMN ${quoteName(name)} ${type}`,
        ),
        ...applied(order, delta),
      ],
      target: { relation: target, type: 'table' },
    },
    cleanup(delta, 'table'),
  ];
}

function shadowStep({ query }: Order, shadow: Relation, type: 'table' | 'view'): BuildStep {
  return {
    ...sent(shadow),
    name: 'shadow',
    purpose: 'shadow',
    statements: [
      schemaThere(shadow),
      `CREATE OR REPLACE ${type.toUpperCase()} ${quoteRelation(shadow)} AS\n${query}`,
    ],
    target: { relation: shadow, type },
  };
}

function inspect({ inspection }: Order, shadow: Relation): BuildStep[] {
  if (inspection === null) return [];
  const statements = inspections(shadow, inspection);
  return [{ ...sent(shadow), name: 'inspect', purpose: 'inspect', statements, inspection, idempotent: true }];
}

function cleanup(shadow: Relation, type: 'table' | 'view'): BuildStep {
  return {
    ...sent(shadow),
    name: 'cleanup',
    purpose: 'cleanup',
    statements: [dropIfThere(shadow, type)],
    idempotent: true,
  };
}

function sent({ database }: Relation) {
  return { writes: [database], idempotent: false, stoppable: true };
}

function dropIfThere(relation: Relation, type: 'table' | 'view'): string {
  return `DROP ${type.toUpperCase()} IF EXISTS ${quoteRelation(relation)}`;
}

function schemaThere({ database, schema }: Relation): string {
  return `CREATE SCHEMA IF NOT EXISTS ${quoteName(database)}.${quoteName(schema)}`;
}

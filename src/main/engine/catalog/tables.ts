import type { CatalogColumn, StatisticsCost, TableStatistics } from '../../../shared/contract/catalog.ts';
import type { ResultSet } from '../../../shared/contract/models.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import {
  displayRelation,
  quoteRelation,
  type Relation,
  relationKey,
} from '../../../shared/domain/relation.ts';
import { type Context, iso } from '../context.ts';
import { dialects } from '../dialects/index.ts';
import { statisticsQuery } from '../dialects/statistics.ts';
import type { CatalogEntry } from '../ports.ts';
import { asCallError } from '../sql/call-error.ts';
import { catalogStep } from './names.ts';
import type { Place } from './place.ts';
import { goneError, readRows } from './reading.ts';
import { recordsOf, textOf } from './records.ts';
import { readStatistics } from './statistics.ts';

/** Beyond either, statistics are computed only for who says that this is meant. */
const largeRows = 10_000_000;
const largeBytes = 2 ** 30;
/** Columns of one query. */
const maxColumns = 200;
/** Columns that a table is described with. */
const maxDescribed = 5_000;

/** What can be told of one table or view; asked of the warehouse each time, but for statistics. */
export function createTables(context: Context) {
  const { store } = context;
  const sql = store.sql.catalog;
  const tag = { workspace: context.workspaceId, step: catalogStep };

  /** What the catalogue says of it now. Throws `not_found`. */
  async function require({ executor, session }: Place, relation: Relation): Promise<CatalogEntry> {
    try {
      const [entry] = await executor.catalog({ session, tag, relations: [relation] });
      if (entry) return entry;
    } catch (cause) {
      throw asCallError(cause);
    }
    throw goneError(relation);
  }

  /** Its rows as the catalogue has them, or counted where that costs nothing. */
  async function rowsOf(place: Place, entry: CatalogEntry, signal: AbortSignal | undefined) {
    if (typeof entry.rows === 'number') return entry.rows;
    if (entry.type === 'view') return null;
    const count = dialects[place.environment.engine].countRows(entry, entry.type);
    if (count === null) return null;
    const { rows } = await readRows(context, place, { relation: entry, sql: count, limit: 1 }, signal);
    return Number(rows[0]?.[0] ?? 0);
  }

  async function cost(
    place: Place,
    entry: CatalogEntry,
    signal: AbortSignal | undefined,
  ): Promise<StatisticsCost> {
    const rows = await rowsOf(place, entry, signal);
    let bytes = entry.bytes ?? null;
    if (bytes === null && dialects[place.environment.engine].asks.estimate) {
      const query = `SELECT * FROM ${quoteRelation(entry)}`;
      // A view that cannot be planned cannot be read either: that is told when it is.
      const estimate = await place.executor
        .explain({ session: place.session, sql: query })
        .catch(() => ({ bytes: null }));
      bytes = estimate.bytes;
    }
    return { rows, bytes, large: (rows ?? 0) > largeRows || (bytes ?? 0) > largeBytes };
  }

  return {
    require,
    cost,

    async details(place: Place, relation: Relation, signal: AbortSignal | undefined) {
      const entry = await require(place, relation);
      const described = await readRows(
        context,
        place,
        { relation, sql: place.dialect.describe(entry, entry.type), limit: maxDescribed },
        signal,
      );
      const rows = await rowsOf(place, entry, signal);
      const types = new Map(entry.columns.map(({ name, type }) => [name, type]));
      const columns = recordsOf(described).map((row): CatalogColumn => {
        const name = textOf(row['name']) ?? '';
        return {
          name,
          // The catalogue's word for it, as everywhere else.
          type: types.get(name) ?? textOf(row['type']) ?? '',
          nullable: row['null?'] === 'Y',
          default: textOf(row['default']),
          primary_key: row['primary key'] === 'Y',
          comment: textOf(row['comment']),
        };
      });
      return { entry, columns, rows };
    },

    async sample(
      place: Place,
      relation: Relation,
      limit: number,
      signal: AbortSignal | undefined,
    ): Promise<ResultSet> {
      // One more than are shown tells whether there are more.
      const query = `SELECT * FROM ${quoteRelation(relation)} LIMIT ${limit + 1}`;
      const read = await readRows(context, place, { relation, sql: query, limit: limit + 1 }, signal);
      const rows = read.rows.slice(0, limit);
      return {
        columns: read.columns,
        rows,
        bytes: Buffer.byteLength(JSON.stringify(rows)),
        truncated: read.rows.length > limit,
        elapsed_ms: read.elapsedMs,
        query_id: read.queryId,
        statement: query,
        engine: place.environment.engine,
        warnings: [],
      };
    },

    /** As they were computed last, unless a run changed the table since. */
    keptStatistics(place: Place, relation: Relation): TableStatistics | null {
      const row = sql.statistics.get({
        ...place.key,
        relation: relationKey(relation, place.environment.engine),
      });
      return row ? (JSON.parse(row.body_json) as TableStatistics) : null;
    },

    /** Throws `precondition` for a large table unless that was confirmed. */
    async computeStatistics(
      place: Place,
      relation: Relation,
      confirmed: boolean,
      signal: AbortSignal | undefined,
    ): Promise<TableStatistics> {
      const entry = await require(place, relation);
      if (!confirmed) refuseLarge(entry, await cost(place, entry, signal));
      const columns = entry.columns.slice(0, maxColumns);
      const { kindOf } = place.dialect;
      const statement = statisticsQuery(entry, columns, kindOf);
      const read = await readRows(context, place, { relation, sql: statement, limit: 1 }, signal);
      const statistics: TableStatistics = {
        database: relation.database,
        schema: relation.schema,
        name: relation.name,
        ...readStatistics(recordsOf(read)[0] ?? {}, columns, kindOf),
        left_out: entry.columns.slice(maxColumns).map(column => column.name),
        computed_at: iso(context.clock.now()),
        elapsed_ms: read.elapsedMs,
        query_id: read.queryId,
        statement,
      };
      await store.write(tx => {
        sql.saveStatistics.run({
          ...place.key,
          relation: relationKey(relation, place.environment.engine),
          body_json: JSON.stringify(statistics),
        });
        tx.changed('catalog', null);
      });
      return statistics;
    },

    async ddl(place: Place, relation: Relation, signal: AbortSignal | undefined): Promise<string> {
      const entry = await require(place, relation);
      const query = place.dialect.ddl(entry, entry.type);
      const { rows } = await readRows(context, place, { relation, sql: query, limit: 1 }, signal);
      const text = textOf(rows[0]?.[0]);
      if (text === null) throw goneError(relation);
      return text.trim();
    },
  };
}

function refuseLarge(relation: Relation, { rows, bytes, large }: StatisticsCost): void {
  if (!large) return;
  const counted = [
    ...(rows === null ? [] : [`${rows.toLocaleString('en-US')} rows`]),
    ...(bytes === null ? [] : [`${(bytes / 2 ** 30).toFixed(1)} GiB`]),
  ];
  throw new SlipwayError(
    'precondition',
    `${displayRelation(relation)} is large: statistics read all of its ${counted.join(', ')}`,
    {
      hint: 'Confirm that this is meant; a warehouse that is paid by time is paid for all of it',
      related: { failure: 'large_table', ...(rows !== null && { rows }), ...(bytes !== null && { bytes }) },
    },
  );
}

/** Rows by the names of their columns. */

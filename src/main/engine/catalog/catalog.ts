import type {
  CatalogDatabase,
  CatalogTable,
  CatalogTableDetails,
  StatisticsCost,
  TableStatistics,
} from '../../../shared/contract/catalog.ts';
import type { ResultSet } from '../../../shared/contract/models.ts';
import type { CatalogRelation } from '../../../shared/contract/sql.ts';
import type { EngineName } from '../../../shared/domain/engines.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { parseNameParts, type Relation, relationKey } from '../../../shared/domain/relation.ts';
import { isTerminal } from '../../../shared/domain/run-state.ts';
import { type Context, iso } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import type { CatalogEntry } from '../ports.ts';
import { frozenSpec } from '../runs/frozen-spec.ts';
import { decode, runStateCodes } from '../store/codes.ts';
import type { Tx } from '../store/store.ts';
import { createCatalogNames, type KnownDatabase } from './names.ts';
import { catalogPlace, type Place } from './place.ts';
import { searchCatalog } from './search.ts';
import { createTables } from './tables.ts';

export type Catalog = ReturnType<typeof createCatalog>;

interface OfTable {
  environment: string;
  table: string;
}

/** What warehouses have: names, which are kept, and what can be told of one table. */
export function createCatalog(context: Context, { environments }: { environments: Environments }) {
  const { store } = context;
  const sql = store.sql.catalog;
  const names = createCatalogNames(context);
  const tables = createTables(context);

  /** Who has seen a run's end sees what it changed. */
  let noting: Promise<unknown> = Promise.resolve();

  async function placeOf(environment: string): Promise<Place> {
    const place = catalogPlace(context, environments.get(environment));
    await noting;
    return place;
  }

  async function tableOf({ environment, table }: OfTable): Promise<{ place: Place; relation: Relation }> {
    const place = await placeOf(environment);
    return { place, relation: relationOf(table, place) };
  }

  /** What is said of one table; one that has gone is no longer listed. */
  async function aboutTable<T>(
    input: OfTable,
    tell: (place: Place, relation: Relation) => Promise<T>,
  ): Promise<T> {
    const { place, relation } = await tableOf(input);
    try {
      return await tell(place, relation);
    } catch (cause) {
      if (cause instanceof SlipwayError && cause.code === 'not_found' && names.lists(place, relation)) {
        await store.write(tx => {
          names.note(place.environment.engine, relation);
          tx.changed('catalog', null);
        });
      }
      throw cause;
    }
  }

  /** The models that jobs build relations from, by what the engine takes for the same name. */
  function buildersOf({ environment, key }: Place) {
    const rows = sql.builders.all(key.connection_id);
    const byKey = new Map(
      rows.flatMap(({ target, model_id: id, model: name, job }) => {
        const [database = '', schema = '', table = ''] = parseNameParts(target) ?? [];
        const relation = { database, schema, name: table };
        return [[relationKey(relation, environment.engine), { id, name, job }] as const];
      }),
    );
    return (relation: Relation) => byKey.get(relationKey(relation, environment.engine));
  }

  function databaseList(place: Place, all: string[]): CatalogDatabase[] {
    const readAt = new Map(names.readBefore(place).map(row => [row.database, row.read_at_ms]));
    return all.map(name => ({ name, read_at: iso(readAt.get(name) ?? null) }));
  }

  /** Runs changed something that may be kept: it is read again when somebody looks. */
  async function noteRuns(ids: number[]): Promise<void> {
    await store.write(tx => {
      let known = false;
      for (const id of ids) {
        const run = store.sql.runs.byId.get(id);
        if (!run || !isTerminal(decode(runStateCodes, run.state))) continue;
        const { target, environment } = frozenSpec(store.sql.documents, run.frozen_id);
        if (target && names.note(environment.engine, target)) known = true;
      }
      if (known) tx.changed('catalog', null);
    });
  }

  async function forgetConnections(ids: (number | null)[]): Promise<void> {
    await store.write(tx => {
      for (const id of ids) {
        if (id === null) continue;
        sql.forgetConnection.run(id);
        sql.forgetStatistics.run(id);
      }
      tx.changed('catalog', null);
    });
  }

  context.bus.listen(changes => {
    if (context.closing.aborted || !names.keepsAny()) return;
    const of = (topic: string) => changes.filter(change => change.topic === topic).map(({ id }) => id);
    const follow = (work: Promise<void>) => {
      const done = work.catch((cause: unknown) =>
        context.log.write('error', 'changes were not noted in the catalogue', { cause: String(cause) }),
      );
      noting = Promise.all([noting, done]);
    };
    const ended = of('run').filter(id => id !== null && hasEnded(id));
    if (ended.length > 0) follow(noteRuns(ended.filter(id => id !== null)));
    const connections = of('connection');
    if (connections.length > 0) follow(forgetConnections(connections));
  });

  function hasEnded(id: number): boolean {
    const run = store.sql.runs.byId.get(id);
    return run !== undefined && isTerminal(decode(runStateCodes, run.state));
  }

  return {
    /** All that is kept of an engine's warehouses: much of them was changed by us. */
    forget(tx: Tx, engine: EngineName): void {
      sql.forgetEngine.run({ engine });
      sql.forgetStatisticsOfEngine.run({ engine });
      tx.changed('catalog', null);
    },

    async databases(environment: string) {
      const place = await placeOf(environment);
      const { names: all, readAtMs } = await names.databases(place);
      return {
        databases: databaseList(place, all),
        read_at: iso(readAtMs),
        at_hand: place.dialect.atHand,
      };
    },

    async list(input: { environment: string; database?: string | undefined }) {
      const place = await placeOf(input.environment);
      const name = input.database ?? place.session.database;
      if (name === null) {
        throw new SlipwayError('precondition', `Environment "${place.environment.name}" has no database`, {
          hint: 'Name the database',
        });
      }
      const { database, schemas, entries, truncated, outdated, readAtMs } = await names.database(place, name);
      const modelOf = buildersOf(place);
      const bySchema = Map.groupBy(entries, entry => entry.schema);
      const all = new Set([...schemas, ...bySchema.keys()]);
      return {
        database,
        schemas: [...all].map(schema => ({
          name: schema,
          tables: (bySchema.get(schema) ?? []).map(entry => tableView(entry, modelOf)),
        })),
        truncated,
        outdated,
        read_at: iso(readAtMs),
      };
    },

    async search(input: { environment: string; text: string; known: boolean; limit: number }) {
      const place = await placeOf(input.environment);
      const { known, unread } = input.known
        ? { known: names.keptBefore(place), unread: [] }
        : await names.near(place);
      const entries = known.flatMap(database => database.entries);
      return { ...searchCatalog(entries, input.text, input.limit), unread, read_at: oldest(known) };
    },

    async refresh(input: { environment: string; database?: string | undefined }) {
      const place = await placeOf(input.environment);
      const { names: all } = await names.databases(place, true);
      const before = names.readBefore(place).map(row => row.database);
      const wanted =
        input.database === undefined ? before.filter(name => all.includes(name)) : [input.database];
      for (const name of wanted) await names.database(place, name, true);
      await store.write(tx => {
        for (const gone of before.filter(name => !all.includes(name))) {
          sql.forgetDatabase.run({ ...place.key, database: gone });
        }
        tx.changed('catalog', null);
      });
      return { databases: databaseList(place, all) };
    },

    /** Tables and views with columns, of the databases that are near or were read, for completion. */
    async relations(input: { environment: string; search?: string | undefined }): Promise<CatalogRelation[]> {
      const { known } = await names.near(await placeOf(input.environment));
      const wanted = input.search?.trim().toLowerCase() ?? '';
      return known
        .flatMap(database => database.entries)
        .filter(entry => `${entry.database}.${entry.schema}.${entry.name}`.toLowerCase().includes(wanted))
        .map(entry => ({ ...told(entry), columns: entry.columns }));
    },

    show: (input: OfTable, signal?: AbortSignal): Promise<CatalogTableDetails> =>
      aboutTable(input, async (place, relation) => {
        const { entry, columns, rows } = await tables.details(place, relation, signal);
        const model = buildersOf(place)(relation);
        return {
          ...told({ ...entry, rows }),
          columns,
          ...(model && { model }),
          read_at: iso(context.clock.now()),
        };
      }),

    sample: (input: OfTable & { limit: number }, signal?: AbortSignal): Promise<ResultSet> =>
      aboutTable(input, (place, relation) => tables.sample(place, relation, input.limit, signal)),

    statistics: (
      input: OfTable,
      signal?: AbortSignal,
    ): Promise<{ statistics: TableStatistics | null; cost: StatisticsCost }> =>
      aboutTable(input, async (place, relation) => {
        const entry = await tables.require(place, relation);
        return {
          statistics: tables.keptStatistics(place, entry),
          cost: await tables.cost(place, entry, signal),
        };
      }),

    computeStatistics: (
      input: OfTable & { confirm_large: boolean },
      signal?: AbortSignal,
    ): Promise<TableStatistics> =>
      aboutTable(input, (place, relation) =>
        tables.computeStatistics(place, relation, input.confirm_large, signal),
      ),

    ddl: (input: OfTable, signal?: AbortSignal): Promise<string> =>
      aboutTable(input, (place, relation) => tables.ddl(place, relation, signal)),
  };
}

function relationOf(text: string, { environment, session }: Place): Relation {
  const [name, schema = session.schema, database = session.database] =
    parseNameParts(text)?.toReversed() ?? [];
  if (name !== undefined && schema !== null && database !== null) return { database, schema, name };
  const missing = schema === null ? 'schema' : 'database';
  throw new SlipwayError('validation', `"${text}" does not name a table`, {
    problems: [
      {
        path: 'table',
        message:
          name === undefined
            ? 'must be one to three names joined by dots, quoted where they are not plain upper-case ones'
            : `needs a ${missing}: environment "${environment.name}" has no default one`,
      },
    ],
  });
}

/** What a warehouse does not tell is left out. */
function told({ database, schema, name, type, lastAlteredMs, rows, bytes, comment }: CatalogEntry) {
  return {
    database,
    schema,
    name,
    type,
    last_altered_at: iso(lastAlteredMs ?? null) ?? undefined,
    rows: rows ?? undefined,
    bytes: bytes ?? undefined,
    comment: comment ?? undefined,
  };
}

function tableView(
  entry: CatalogEntry,
  modelOf: (relation: Relation) => CatalogTable['model'],
): CatalogTable {
  return { ...told(entry), columns: entry.columns.length, model: modelOf(entry) };
}

function oldest(known: readonly KnownDatabase[]): string | null {
  return known.length === 0 ? null : iso(Math.min(...known.map(database => database.readAtMs)));
}

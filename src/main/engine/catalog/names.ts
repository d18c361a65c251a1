import type { EngineName } from '../../../shared/domain/engines.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import {
  parseNameParts,
  quoteRelation,
  type Relation,
  relationKey,
} from '../../../shared/domain/relation.ts';
import type { Context } from '../context.ts';
import { type CatalogEntry, ExecutionError, maxCatalogEntries } from '../ports.ts';
import { asCallError } from '../sql/call-error.ts';
import type { CatalogKey } from '../store/catalog.ts';
import type { Place } from './place.ts';

/** What a database has, as it was read. */
interface Body {
  schemas: string[];
  entries: CatalogEntry[];
  truncated: boolean;
}

export interface KnownDatabase extends Body {
  database: string;
  readAtMs: number;
  /** What runs changed since could not be read again. */
  outdated: boolean;
}

interface Reading {
  database: string;
  promise: Promise<KnownDatabase>;
  /** What runs changed while it is being read: it may have been read before. */
  changed: Set<string>;
}

/** The statements of the catalogue say so in the warehouse's own history. */
export const catalogStep = 'catalog';

export type CatalogNames = ReturnType<typeof createCatalogNames>;

/**
 * Names of databases, schemas, tables and columns: read when first asked for and kept in the store. What runs change is noted
 * there too, and read again, and nothing else, when somebody asks next.
 */
export function createCatalogNames(context: Context) {
  const { store, clock } = context;
  const sql = store.sql.catalog;
  const tag = { workspace: context.workspaceId, step: catalogStep };
  /** Bodies by key, parsed; good as long as the store has them of the same time. */
  const parsed = new Map<string, { readAtMs: number; body: Body }>();
  const readings = new Map<string, Reading>();

  const keyOf = (place: Place, database: string): CatalogKey => ({ ...place.key, database });
  const idOf = ({ connection_id, role, database }: CatalogKey) =>
    JSON.stringify([connection_id, role, database]);

  /** What is kept, with what was changed since; undefined where it was never read. */
  function kept(key: CatalogKey): { body: Body; readAtMs: number; changed: string[] } | undefined {
    const state = sql.state.get(key);
    const id = idOf(key);
    if (!state) {
      parsed.delete(id);
      return undefined;
    }
    const changed = JSON.parse(state.changed_json) as string[];
    const known = parsed.get(id);
    if (known?.readAtMs === state.read_at_ms) return { ...known, changed };
    const body = JSON.parse(sql.body.get(key)?.body_json ?? '{}') as Body;
    parsed.set(id, { readAtMs: state.read_at_ms, body });
    return { body, readAtMs: state.read_at_ms, changed };
  }

  async function keep(key: CatalogKey, body: Body, readAtMs: number, changed: Iterable<string>) {
    const row = {
      ...key,
      body_json: JSON.stringify(body),
      changed_json: JSON.stringify([...changed]),
      read_at_ms: readAtMs,
    };
    await store.write(() => sql.save.run(row));
    parsed.set(idOf(key), { readAtMs, body });
  }

  /** One at a time for each: who asks meanwhile gets the same. */
  function once(
    key: CatalogKey,
    read: (changed: ReadonlySet<string>) => Promise<KnownDatabase>,
  ): Promise<KnownDatabase> {
    const id = idOf(key);
    const running = readings.get(id);
    if (running) return running.promise;
    const changed = new Set<string>();
    const promise = read(changed).finally(() => readings.delete(id));
    readings.set(id, { database: key.database, promise, changed });
    return promise;
  }

  function readWhole(place: Place, database: string): Promise<KnownDatabase> {
    const key = keyOf(place, database);
    return once(key, async changed => {
      const { executor, session } = place;
      try {
        const [schemas, entries] = await Promise.all([
          executor.list({ session, tag, what: 'schemas', database }),
          executor.catalog({ session, tag, database }),
        ]);
        if (schemas.length === 0 && entries.length === 0) await requireDatabase(place, database);
        const truncated = entries.length >= maxCatalogEntries;
        const body = { schemas, entries, truncated };
        const readAtMs = clock.now();
        await keep(key, body, readAtMs, changed);
        return { ...body, database, readAtMs, outdated: false };
      } catch (cause) {
        throw asCallError(cause);
      }
    });
  }

  /** An empty one exists; one that is not there is not kept. */
  async function requireDatabase(place: Place, database: string): Promise<void> {
    const { executor, session } = place;
    const names = await executor.list({ session, tag, what: 'databases' });
    if (names.includes(database)) return;
    await store.write(() => {
      sql.forgetDatabase.run(keyOf(place, database));
      sql.forgetDatabase.run(keyOf(place, ''));
    });
    throw new SlipwayError('not_found', `There is no database ${database}, or the role may not see it`, {
      hint: names.length > 0 ? `It sees ${names.slice(0, 10).join(', ')}` : 'It sees none',
    });
  }

  /** Reads again what runs changed. Where that cannot be, what is known is better than nothing. */
  function readChanged(
    place: Place,
    database: string,
    { body, readAtMs, changed }: NonNullable<ReturnType<typeof kept>>,
  ): Promise<KnownDatabase> {
    const key = keyOf(place, database);
    return once(key, async during => {
      const { executor, session, environment } = place;
      const sameAs = (relation: Relation) => relationKey(relation, environment.engine);
      const asked = changed.flatMap(name => relationOf(name) ?? []);
      try {
        const found = await executor.catalog({ session, tag, relations: asked });
        const again = new Set(asked.map(sameAs));
        const others = body.entries.filter(entry => !again.has(sameAs(entry)));
        const entries = [...others, ...found].toSorted(
          (a, b) => compare(a.schema, b.schema) || compare(a.name, b.name),
        );
        const schemas = [...new Set([...body.schemas, ...found.map(entry => entry.schema)])].toSorted(
          compare,
        );
        const next = { ...body, schemas, entries };
        await keep(key, next, readAtMs, during);
        return { ...next, database, readAtMs, outdated: false };
      } catch (cause) {
        if (!(cause instanceof ExecutionError)) throw cause;
        context.log.write('warn', 'what runs changed could not be read again', {
          environment: environment.name,
          database,
          cause: cause.message,
        });
        return { ...body, database, readAtMs, outdated: true };
      }
    });
  }

  async function databases(place: Place, fresh = false): Promise<{ names: string[]; readAtMs: number }> {
    const key = keyOf(place, '');
    const known = fresh ? undefined : kept(key);
    if (known) return { names: known.body.schemas, readAtMs: known.readAtMs };
    try {
      const names = await place.executor.list({ session: place.session, tag, what: 'databases' });
      const readAtMs = clock.now();
      await keep(key, { schemas: names, entries: [], truncated: false }, readAtMs, []);
      return { names, readAtMs };
    } catch (cause) {
      throw asCallError(cause);
    }
  }

  /** A database, from what is kept where it was read before. Throws `not_found`, and what `asCallError` makes of failures. */
  async function database(place: Place, name: string, fresh = false): Promise<KnownDatabase> {
    if (fresh) {
      // What is under way may have been read before what is to be seen.
      await readings.get(idOf(keyOf(place, name)))?.promise.catch(() => {});
      return await readWhole(place, name);
    }
    const known = kept(keyOf(place, name));
    if (!known) return await readWhole(place, name);
    const { body, readAtMs, changed } = known;
    if (changed.length > 0) return await readChanged(place, name, known);
    return { ...body, database: name, readAtMs, outdated: false };
  }

  const readBefore = (place: Place) => sql.ofPlace.all(place.key);

  /** What was read before, as it was then. */
  function keptBefore(place: Place): KnownDatabase[] {
    return readBefore(place).flatMap(({ database: name }) => {
      const known = kept(keyOf(place, name));
      return known
        ? [{ ...known.body, database: name, readAtMs: known.readAtMs, outdated: known.changed.length > 0 }]
        : [];
    });
  }

  /**
   * The databases that a search looks through: those that were read, and those that are near: all where they are at hand, else
   * that of the environment and those its source mapping leads to.
   */
  async function near(place: Place): Promise<{ known: KnownDatabase[]; unread: string[] }> {
    const { names } = await databases(place);
    const wanted = place.dialect.atHand ? names : nearNames(place);
    const before = readBefore(place).map(row => row.database);
    const look = names.filter(name => before.includes(name) || wanted.includes(name));
    const read = await Promise.allSettled(look.map(name => database(place, name)));
    const known = read.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
    const failed = read.find(result => result.status === 'rejected');
    if (known.length === 0 && failed) throw failed.reason;
    return { known, unread: names.filter(name => !known.some(({ database: read }) => read === name)) };
  }

  /**
   * Notes what was changed by us, for every connection that may lead to it. Tells whether anything of it is kept. To be
   * called in a write.
   */
  function note(engine: EngineName, relation: Relation): boolean {
    const name = quoteRelation(relation);
    for (const reading of readings.values()) {
      if (reading.database.toLowerCase() === relation.database.toLowerCase()) reading.changed.add(name);
    }
    const rows = sql.ofDatabase.all({ engine, database: relation.database });
    for (const { changed_json, ...key } of rows) {
      const changed = new Set(JSON.parse(changed_json) as string[]);
      sql.setChanged.run({ ...key, changed_json: JSON.stringify([...changed.add(name)]) });
    }
    // A database that is not known yet may have been made for it.
    if (rows.length === 0) sql.forgetLists.run({ engine });
    const { changes } = sql.forgetStatisticsOf.run({ engine, relation: relationKey(relation, engine) });
    return rows.length > 0 || changes > 0;
  }

  /** Whether anything is kept, or about to be, that a change could make out of date. */
  const keepsAny = () => readings.size > 0 || sql.any.get() !== undefined;

  /** Whether it is listed, and nobody has noted that it is to be read again. */
  function lists(place: Place, relation: Relation): boolean {
    const known = kept(keyOf(place, relation.database));
    if (!known || known.changed.includes(quoteRelation(relation))) return false;
    const { engine } = place.environment;
    const wanted = relationKey(relation, engine);
    return known.body.entries.some(entry => relationKey(entry, engine) === wanted);
  }

  return { databases, database, readBefore, keptBefore, near, note, keepsAny, lists };
}

function nearNames({ environment, session }: Place): string[] {
  const mapped = Object.values(environment.source_mapping).flatMap(to => parseNameParts(to)?.[0] ?? []);
  return session.database === null ? mapped : [session.database, ...mapped];
}

function relationOf(quoted: string): Relation | undefined {
  const [database, schema, name] = parseNameParts(quoted) ?? [];
  return database === undefined || schema === undefined || name === undefined
    ? undefined
    : { database, schema, name };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

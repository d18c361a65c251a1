import type { Db } from './open.ts';

export interface CatalogKey {
  connection_id: number;
  /** With session parameters behind it, as both decide what is seen; empty for none. */
  role: string;
  /** Empty for the list of databases. */
  database: string;
}

export interface CatalogState {
  /** Quoted full names that runs changed since. */
  changed_json: string;
  read_at_ms: number;
}

interface StatisticsKey {
  connection_id: number;
  role: string;
  /** As `relationKey` makes it. */
  relation: string;
}

const isIt = 'connection_id = @connection_id AND role = @role AND database = @database';
/** Connections of one engine may lead to the same tables. */
const sameEngine = 'connection_id IN (SELECT id FROM connections WHERE engine = @engine)';

export function catalogSql(db: Db) {
  return {
    state: db.prepare<[CatalogKey], CatalogState>(
      `SELECT changed_json, read_at_ms FROM catalogs WHERE ${isIt}`,
    ),
    body: db.prepare<[CatalogKey], { body_json: string }>(`SELECT body_json FROM catalogs WHERE ${isIt}`),
    ofPlace: db.prepare<[{ connection_id: number; role: string }], { database: string; read_at_ms: number }>(
      `SELECT database, read_at_ms FROM catalogs
       WHERE connection_id = @connection_id AND role = @role AND database <> '' ORDER BY database`,
    ),
    save: db.prepare<[CatalogKey & CatalogState & { body_json: string }]>(
      `INSERT INTO catalogs (connection_id, role, database, body_json, changed_json, read_at_ms)
       VALUES (@connection_id, @role, @database, @body_json, @changed_json, @read_at_ms)
       ON CONFLICT (connection_id, role, database) DO UPDATE SET body_json = excluded.body_json,
         changed_json = excluded.changed_json, read_at_ms = excluded.read_at_ms`,
    ),
    /** All that are kept of a database, whoever's eyes it was seen with. */
    ofDatabase: db.prepare<[{ engine: string; database: string }], CatalogKey & { changed_json: string }>(
      `SELECT connection_id, role, database, changed_json FROM catalogs
       WHERE database = @database COLLATE NOCASE AND ${sameEngine}`,
    ),
    setChanged: db.prepare<[CatalogKey & { changed_json: string }]>(
      `UPDATE catalogs SET changed_json = @changed_json WHERE ${isIt}`,
    ),
    forgetDatabase: db.prepare<[CatalogKey]>(`DELETE FROM catalogs WHERE ${isIt}`),
    forgetLists: db.prepare<[{ engine: string }]>(
      `DELETE FROM catalogs WHERE database = '' AND ${sameEngine}`,
    ),
    forgetConnection: db.prepare<[number]>('DELETE FROM catalogs WHERE connection_id = ?'),
    forgetEngine: db.prepare<[{ engine: string }]>(`DELETE FROM catalogs WHERE ${sameEngine}`),

    statistics: db.prepare<[StatisticsKey], { body_json: string }>(
      `SELECT body_json FROM catalog_statistics
       WHERE connection_id = @connection_id AND role = @role AND relation = @relation`,
    ),
    saveStatistics: db.prepare<[StatisticsKey & { body_json: string }]>(
      `INSERT INTO catalog_statistics (connection_id, role, relation, body_json)
       VALUES (@connection_id, @role, @relation, @body_json)
       ON CONFLICT (connection_id, role, relation) DO UPDATE SET body_json = excluded.body_json`,
    ),
    forgetStatisticsOf: db.prepare<[{ engine: string; relation: string }]>(
      `DELETE FROM catalog_statistics WHERE relation = @relation AND ${sameEngine}`,
    ),
    forgetStatistics: db.prepare<[number]>('DELETE FROM catalog_statistics WHERE connection_id = ?'),
    forgetStatisticsOfEngine: db.prepare<[{ engine: string }]>(
      `DELETE FROM catalog_statistics WHERE ${sameEngine}`,
    ),

    /** Whether anything is kept that a change could make out of date. */
    any: db.prepare<[], { found: 1 }>(
      'SELECT 1 AS found FROM catalogs UNION ALL SELECT 1 FROM catalog_statistics LIMIT 1',
    ),

    /** What live jobs write through a connection, with the models they build it from. */
    builders: db.prepare<
      [number],
      { target: string; model_id: number; model: string; job_id: number; job: string }
    >(
      `SELECT j.target, m.id AS model_id, m.name AS model, j.id AS job_id, j.name AS job
       FROM jobs j JOIN environments e ON e.id = j.environment_id JOIN models m ON m.id = j.model_id
       WHERE e.connection_id = ? AND j.target IS NOT NULL AND j.live_version IS NOT NULL
         AND j.removed_at_ms IS NULL
       ORDER BY j.name DESC`,
    ),
  };
}

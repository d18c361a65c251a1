import type { EngineName } from '../../../shared/domain/engines.ts';
import type { Db } from './open.ts';

export interface ConnectionFields {
  name: string;
  engine: EngineName;
  description: string;
  config_json: string;
  trusted_hosts_json: string;
}

export interface ConnectionRow extends ConnectionFields {
  id: number;
  revision: number;
  created_at_ms: number;
  updated_at_ms: number;
}

export interface EnvironmentFields {
  name: string;
  description: string;
  position: number;
  colour: string;
  protected: number;
  connection_id: number;
  role: string | null;
  warehouse: string | null;
  database: string | null;
  schema: string | null;
  source_mapping_json: string;
  variables_json: string;
  compute_profile_id: number | null;
  /** What the environment says itself. */
  own_max_concurrent_runs: number | null;
  /** What holds: its own, that of its compute profile, or the default. */
  max_concurrent_runs: number;
  statement_timeout_ms: number | null;
}

/** What of its compute profile an environment shows; all null where it has none. */
export interface ProfileColumns {
  compute_profile_name: string | null;
  profile_warehouse: string | null;
  profile_statement_timeout_ms: number | null;
  profile_session_parameters_json: string | null;
}

export interface EnvironmentRow extends EnvironmentFields, ProfileColumns {
  id: number;
  connection_name: string;
  engine: EngineName;
  created_at_ms: number;
  updated_at_ms: number;
  revision: number;
}

export function environmentSql(db: Db) {
  const select = `SELECT e.*, c.name AS connection_name, c.engine AS engine, p.name AS compute_profile_name,
      p.warehouse AS profile_warehouse, p.statement_timeout_ms AS profile_statement_timeout_ms,
      p.session_parameters_json AS profile_session_parameters_json
    FROM environments e JOIN connections c ON c.id = e.connection_id
    LEFT JOIN compute_profiles p ON p.id = e.compute_profile_id`;
  return {
    all: db.prepare<[], EnvironmentRow>(`${select} ORDER BY e.position, e.id`),
    byId: db.prepare<[number], EnvironmentRow>(`${select} WHERE e.id = ?`),
    nameById: db.prepare<[number], { name: string }>('SELECT name FROM environments WHERE id = ?'),
    byName: db.prepare<[string], EnvironmentRow>(`${select} WHERE e.name = ?`),
    ofProfile: db.prepare<[number], EnvironmentRow>(
      `${select} WHERE e.compute_profile_id = ? ORDER BY e.position, e.id`,
    ),
    /** The number alone: asked for whenever runs are to be started. */
    limit: db.prepare<[number], { max_concurrent_runs: number }>(
      'SELECT max_concurrent_runs FROM environments WHERE id = ?',
    ),
    lastPosition: db.prepare<[], { position: number | null }>(
      'SELECT max(position) AS position FROM environments',
    ),
    insert: db.prepare<[EnvironmentFields & { now: number }]>(
      `INSERT INTO environments (name, description, position, colour, protected, connection_id, role, warehouse,
         database, schema, source_mapping_json, variables_json, compute_profile_id, own_max_concurrent_runs,
         max_concurrent_runs, statement_timeout_ms, created_at_ms, updated_at_ms)
       VALUES (@name, @description, @position, @colour, @protected, @connection_id, @role, @warehouse,
         @database, @schema, @source_mapping_json, @variables_json, @compute_profile_id, @own_max_concurrent_runs,
         @max_concurrent_runs, @statement_timeout_ms, @now, @now)`,
    ),
    update: db.prepare<[EnvironmentFields & { id: number; now: number }]>(
      `UPDATE environments SET name = @name, description = @description, position = @position, colour = @colour,
         protected = @protected, connection_id = @connection_id, role = @role, warehouse = @warehouse,
         database = @database, schema = @schema, source_mapping_json = @source_mapping_json,
         variables_json = @variables_json, compute_profile_id = @compute_profile_id,
         own_max_concurrent_runs = @own_max_concurrent_runs, max_concurrent_runs = @max_concurrent_runs,
         statement_timeout_ms = @statement_timeout_ms, updated_at_ms = @now, revision = revision + 1
       WHERE id = @id`,
    ),
    /** Lets what a compute profile says hold in the environments that say nothing themselves. */
    followProfile: db.prepare<[{ profile: number; max: number }]>(
      `UPDATE environments SET max_concurrent_runs = coalesce(own_max_concurrent_runs, @max)
       WHERE compute_profile_id = @profile`,
    ),
    setPosition: db.prepare<[number, number]>('UPDATE environments SET position = ? WHERE id = ?'),
    remove: db.prepare<[number]>('DELETE FROM environments WHERE id = ?'),
    /** Jobs and their past, removed ones included, keep an environment alive. */
    isProtected: db.prepare<[number], number>('SELECT protected FROM environments WHERE id = ?').pluck(),
    users: db.prepare<[number], { name: string; removed: number }>(
      'SELECT name, removed_at_ms IS NOT NULL AS removed FROM jobs WHERE environment_id = ? ORDER BY name',
    ),
    connections: db.prepare<[], ConnectionRow>('SELECT * FROM connections ORDER BY name'),
    connectionById: db.prepare<[number], ConnectionRow>('SELECT * FROM connections WHERE id = ?'),
    connectionByName: db.prepare<[string], ConnectionRow>('SELECT * FROM connections WHERE name = ?'),
    insertConnection: db.prepare<[ConnectionFields & { now: number }]>(
      `INSERT INTO connections (name, engine, description, config_json, trusted_hosts_json, created_at_ms, updated_at_ms)
       VALUES (@name, @engine, @description, @config_json, @trusted_hosts_json, @now, @now)`,
    ),
    updateConnection: db.prepare<[ConnectionFields & { id: number; now: number }]>(
      `UPDATE connections SET name = @name, engine = @engine, description = @description, config_json = @config_json,
         trusted_hosts_json = @trusted_hosts_json, updated_at_ms = @now, revision = revision + 1
       WHERE id = @id`,
    ),
    setTrustedHosts: db.prepare<[string, number, number]>(
      `UPDATE connections SET trusted_hosts_json = ?, updated_at_ms = ?, revision = revision + 1 WHERE id = ?`,
    ),
    removeConnection: db.prepare<[number]>('DELETE FROM connections WHERE id = ?'),
    connectionUsers: db.prepare<[number], { name: string }>(
      'SELECT name FROM environments WHERE connection_id = ? ORDER BY position, id',
    ),
  };
}

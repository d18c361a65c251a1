import type { Db } from './open.ts';

export interface ComputeProfileFields {
  name: string;
  description: string;
  warehouse: string | null;
  statement_timeout_ms: number | null;
  max_concurrent_runs: number | null;
  session_parameters_json: string;
}

export interface ComputeProfileRow extends ComputeProfileFields {
  id: number;
  revision: number;
  created_at_ms: number;
  updated_at_ms: number;
}

export function computeProfileSql(db: Db) {
  return {
    all: db.prepare<[], ComputeProfileRow>('SELECT * FROM compute_profiles ORDER BY name'),
    byId: db.prepare<[number], ComputeProfileRow>('SELECT * FROM compute_profiles WHERE id = ?'),
    byName: db.prepare<[string], ComputeProfileRow>('SELECT * FROM compute_profiles WHERE name = ?'),
    insert: db.prepare<[ComputeProfileFields & { now: number }]>(
      `INSERT INTO compute_profiles (name, description, warehouse, statement_timeout_ms, max_concurrent_runs,
         session_parameters_json, created_at_ms, updated_at_ms)
       VALUES (@name, @description, @warehouse, @statement_timeout_ms, @max_concurrent_runs, @session_parameters_json,
         @now, @now)`,
    ),
    update: db.prepare<[ComputeProfileFields & { id: number; now: number }]>(
      `UPDATE compute_profiles SET name = @name, description = @description, warehouse = @warehouse,
         statement_timeout_ms = @statement_timeout_ms, max_concurrent_runs = @max_concurrent_runs,
         session_parameters_json = @session_parameters_json, updated_at_ms = @now, revision = revision + 1
       WHERE id = @id`,
    ),
    remove: db.prepare<[number]>('DELETE FROM compute_profiles WHERE id = ?'),
  };
}

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Bus } from '../../../src/main/engine/bus.ts';
import { migrations } from '../../../src/main/engine/store/migrations/index.ts';
import { openDatabase } from '../../../src/main/engine/store/open.ts';
import { Store } from '../../../src/main/engine/store/store.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { silentLog } from '../../support/engine.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const now = Date.parse('2026-03-01T12:00:00Z');

/** What a workspace of schema 1 may hold: every table has a row. Columns are named: later schemas have more. */
const firstSchema = `
  INSERT INTO settings (name, value_json) VALUES ('variables', '{"region":"US"}');
  INSERT INTO audit (at_ms, actor, action, object_type, object_id, object_name, details_json)
    VALUES (1, 'ada via cli', 'model.create', 'model', 1, 'orders', '{}');
  INSERT INTO documents (id, hash, body_json) VALUES (1, x'00', '{}');
  INSERT INTO connections (id, name, engine, description, created_at_ms, updated_at_ms)
    VALUES (1, 'embedded', 'duckdb', '', 1, 1);
  INSERT INTO environments (id, name, description, position, colour, protected, connection_id, database, schema,
    source_mapping_json, variables_json, max_concurrent_runs, created_at_ms, updated_at_ms)
    VALUES (1, 'dev', '', 0, 'green', 1, 1, 'SHOP', 'MARTS', '{}', '{}', 4, 1, 1);
  INSERT INTO models (id, name, description, owner, labels_json, draft_sql, draft_based_on, draft_revision,
    draft_updated_at_ms, latest_version, created_at_ms, updated_at_ms)
    VALUES (1, 'orders', '', '', '[]', 'select 1 as a', 1, 1, 1, 1, 1, 1);
  INSERT INTO model_versions (model_id, number, sql, hash, sources_json, message, author, created_at_ms)
    VALUES (1, 1, 'select 1 as a', 'h', '[]', '', 'ada via cli', 1);
  INSERT INTO model_tags (model_id, name, version, note, author, created_at_ms)
    VALUES (1, 'v1', 1, '', 'ada via cli', 1);
  INSERT INTO jobs (id, name, kind, environment_id, model_id, target, live_version, created_at_ms, updated_at_ms)
    VALUES (1, 'orders_dev', 'model', 1, 1, '"SHOP"."MARTS"."ORDERS"', 1, 1, 1);
  INSERT INTO job_versions (job_id, number, definition_json, message, author, created_at_ms) VALUES (1, 1,
    '{"name":"orders_dev","kind":"model","environment":"1","model":"1","tag":"v1","target":{"table":"ORDERS"},"materialization":{"type":"table"}}',
    '', 'ada via cli', 1);
  INSERT INTO runs (id, job_id, job_version, environment_id, model_id, model_version, tag, draft, state, trigger_kind,
    actor, cause, attempt, frozen_id, created_at_ms, claimed_at_ms, ended_at_ms)
    VALUES (1, 1, 1, 1, 1, 1, 'v1', 0, 2, 0, 'ada via cli', '', 1, 1, 1, 1, 2);
  INSERT INTO run_steps (run_id, attempt, ordinal, name, state, started_at_ms) VALUES (1, 1, 1, 'build', 1, 1);
  INSERT INTO run_failures (run_id, attempt, step, code, message, retryable) VALUES (1, 1, 'build', 'lost', '', 0);
  INSERT INTO run_log (run_id, seq, at_ms, level, message) VALUES (1, 1, 1, 1, 'began');
  INSERT INTO promotions (id, kind, state, job_id, model_id, environment_id, to_tag, to_version, hash, plan_json, note,
    planned_by, planned_at_ms) VALUES (1, 'promotion', 'planned', 1, 1, 1, 'v1', 1, 'h', '{}', '', 'ada via cli', 1);
  INSERT INTO deployments (at_ms, job_id, environment_id, model_id, version, tag, cause, actor)
    VALUES (1, 1, 1, 1, 1, 'v1', 'publish', 'ada via cli');
`;

/** What a workspace of schema 3 may hold besides. */
const thirdSchema = `
  INSERT INTO pauses (job_id, from_ms, until_ms, paused_by, reason) VALUES (1, 1, 2, 'ada via cli', '');
  INSERT INTO triggers (id, job_id, kind, spec_json, mark_at_ms, next_at_ms, due_at_ms)
    VALUES (1, 1, 'schedule', '{"schedule":{"cron":"0 6 * * *"}}', 1, 2, 2);
  INSERT INTO upstreams (job_id, trigger_id) VALUES (1, 1);
  INSERT INTO fires (job_id, trigger_id, cause_id, nominal_at_ms, last_at_ms, count, due_at_ms, decided_at_ms, outcome,
    reason) VALUES (1, 1, 0, 1, 1, 1, 1, 1, 0, 'on_time');
  INSERT INTO wakes (away, since_ms, woke_at_ms) VALUES ('asleep', 1, 2);
`;

const earlier = migrations.slice(0, -1).map(({ number, name }) => ({ number, name }));

test.each(earlier)('a workspace of schema $number ($name) keeps all it holds', ({ number }) => {
  const file = join(temporaryDirectory(), 'slipway.db');
  const old = openDatabase(file, migrations.slice(0, number), now);
  old.exec(firstSchema);
  if (number >= 3) old.exec(thirdSchema);
  const tables = old
    .prepare<[], { name: string }>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    .all()
    .map(({ name }) => name);
  const rowsOf = (db: typeof old, table: string) => db.prepare(`SELECT * FROM ${table}`).all() as object[];
  const before = new Map(tables.map(table => [table, rowsOf(old, table)]));
  const empty = [...before].filter(([, rows]) => rows.length === 0).map(([name]) => name);
  expect(empty, 'tables that this test says nothing about').toEqual([]);
  old.close();

  const db = openDatabase(file, migrations, now);
  for (const [table, rows] of before) expect(rowsOf(db, table).slice(0, rows.length)).toMatchObject(rows);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  db.close();

  // Every statement of today can be prepared, and reads what was written then.
  const store = new Store(file, new FakeClock(), new Bus('test'), silentLog);
  expect(store.sql.jobs.byName.get('orders_dev')).toMatchObject({ id: 1, target: '"SHOP"."MARTS"."ORDERS"' });
  expect(store.sql.environments.byName.get('dev')).toMatchObject({ database: 'SHOP' });
  expect(
    store.sql.jobs.lastProtectedDeployment.get({
      target: '"SHOP"."MARTS"."ORDERS"',
      connection: 1,
      except: 0,
    }),
  ).toMatchObject({
    model: 'orders',
    version: 1,
  });
  store.close();
});

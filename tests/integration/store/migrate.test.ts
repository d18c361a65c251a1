import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
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

/** What a workspace of schema 4 may hold besides. */
const fourthSchema = `
  INSERT INTO channels (id, name, definition_json, created_at_ms, updated_at_ms) VALUES (1, 'screen', '{}', 1, 1);
  INSERT INTO notification_rules (id, name, definition_json, created_at_ms, updated_at_ms)
    VALUES (1, 'failures', '{"channels":[1]}', 1, 1);
  INSERT INTO deliveries (id, channel_id, channel_name, rule_id, rule_name, state, run_id, message_json, created_at_ms,
    closes_at_ms) VALUES (1, 1, 'screen', 1, 'failures', 'delivered', 1, '{}', 1, 1);
  INSERT INTO delivery_attempts (delivery_id, attempt, at_ms, elapsed_ms, ok, message) VALUES (1, 1, 1, 1, 1, '');
`;

/** What a workspace of schema 5 may hold besides. */
const fifthSchema = `
  INSERT INTO compute_profiles (id, name, description, session_parameters_json, created_at_ms, updated_at_ms)
    VALUES (1, 'small', '', '{}', 1, 1);
`;

/** What a workspace of schema 6 may hold besides. */
const sixthSchema = `
  INSERT INTO catalogs (connection_id, role, database, body_json, read_at_ms) VALUES (1, '', 'SHOP', '{}', 1);
  INSERT INTO catalog_statistics (connection_id, role, relation, body_json) VALUES (1, '', '"SHOP"."RAW"."ORDERS"', '{}');
`;

/** What a workspace of schema 7 may hold besides. */
const seventhSchema = `
  INSERT INTO queries (environment_id, model_id, version, sql, sql_characters, state, actor, started_at_ms, elapsed_ms)
    VALUES (1, 1, '1', 'select 1', 8, 'completed', 'ada via cli', 1, 1);
`;

/** What a workspace of schema 9 may hold besides. */
const ninthSchema = `
  INSERT INTO check_results (run_id, step, ordinal, job_id, name, kind, words, severity, outcome, message, looked_at, at_ms)
    VALUES (1, 'audit', 0, 1, 'unique(A)', 'unique', 'A is unique', 'fail', 'passed', '', 'SHOP.MARTS.ORDERS', 1);
  INSERT INTO condition_evidence (run_id, ordinal, evidence_json) VALUES (1, 0, '{}');
  INSERT INTO source_marks (job_id, source, column_name, connection_id, value, built, run_id, at_ms)
    VALUES (1, '"SHOP"."RAW"."ORDERS"', 'AT', 1, '2026-01-01', 'h', 1, 1);
`;

/** What a workspace of schema 10 may hold besides. */
const tenthSchema = `
  INSERT INTO builds (id, environment_id, state, selection, options_json, actor, cause, created_at_ms)
    VALUES (1, 1, 2, 'orders', '{}', 'ada via cli', '', 1);
  INSERT INTO build_models (build_id, position, level, job_id, job_version, model_id, version, tag, draft, target, priority,
    frozen_id, deferred_json, state, missing, run_id) VALUES (1, 1, 0, 1, 1, 1, 1, 'v1', 0, 'SHOP.MARTS.ORDERS', 0, 1, '[]', 2, 0, 1);
  INSERT INTO build_needs (build_id, needed, position) VALUES (1, 1, 1);
`;

const earlier = migrations.slice(0, -1).map(({ number, name }) => ({ number, name }));

test.each(earlier)('a workspace of schema $number ($name) keeps all it holds', ({ number }) => {
  const file = join(temporaryDirectory(), 'slipway.db');
  const old = openDatabase(file, migrations.slice(0, number), now);
  old.exec(firstSchema);
  if (number >= 3) old.exec(thirdSchema);
  if (number >= 4) old.exec(fourthSchema);
  if (number >= 5) old.exec(fifthSchema);
  if (number >= 6) old.exec(sixthSchema);
  if (number >= 7) old.exec(seventhSchema);
  if (number >= 9) old.exec(ninthSchema);
  if (number >= 10) old.exec(tenthSchema);
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
  // Versions from before the index are found in it, by their tags too.
  const found = (query: string) =>
    store.sql.models.foundVersions.all({ query, model: null, latest: 0, before: 100, limit: 10 });
  expect(found('"select 1"')).toMatchObject([{ model_name: 'orders', number: 1, docs_json: '{}' }]);
  expect(found('{tags} : ("v1")')).toHaveLength(1);
  expect(found('"nowhere"')).toEqual([]);
  expect(store.sql.models.byName.get('orders')).toMatchObject({ draft_docs_json: '{}', origin_path: null });
  store.close();
});

describe('connections, made anew for more engines', () => {
  /** A workspace of the schema before, with an environment on the second of three connections; the third is gone. */
  function before(more = ''): string {
    const file = join(temporaryDirectory(), 'slipway.db');
    const old = openDatabase(file, migrations.slice(0, 4), now);
    old.exec(`
      INSERT INTO connections (id, name, engine, description, created_at_ms, updated_at_ms)
        VALUES (1, 'spare', 'duckdb', 'Not used', 1, 2), (7, 'Embedded', 'duckdb', '', 3, 4), (9, 'gone', 'duckdb', '', 1, 1);
      DELETE FROM connections WHERE id = 9;
      INSERT INTO environments (id, name, description, position, colour, protected, connection_id, source_mapping_json,
        variables_json, max_concurrent_runs, created_at_ms, updated_at_ms)
        VALUES (1, 'dev', '', 0, 'green', 0, 7, '{}', '{}', 4, 1, 1), (2, 'prod', '', 1, 'red', 1, 7, '{}', '{}', 8, 1, 1);
    `);
    old.pragma('foreign_keys = OFF');
    old.exec(more);
    old.close();
    return file;
  }

  test('keep their ids, and are still what environments refer to', () => {
    const db = openDatabase(before(), migrations, now);
    expect(db.prepare('SELECT * FROM connections ORDER BY id').all()).toEqual([
      { ...plain, id: 1, name: 'spare', description: 'Not used', created_at_ms: 1, updated_at_ms: 2 },
      { ...plain, id: 7, name: 'Embedded', description: '', created_at_ms: 3, updated_at_ms: 4 },
    ]);
    expect(db.pragma('foreign_key_list(environments)')).toEqual(
      expect.arrayContaining([expect.objectContaining({ table: 'connections', from: 'connection_id' })]),
    );
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(() => db.exec('DELETE FROM connections WHERE id = 7')).toThrow('FOREIGN KEY constraint failed');
    expect(() => db.exec('UPDATE environments SET connection_id = 9')).toThrow(
      'FOREIGN KEY constraint failed',
    );
    db.exec('DELETE FROM connections WHERE id = 1');
    db.close();
  });

  test('take every engine there is and no other, and never an id or a name that was given before', () => {
    const db = openDatabase(before(), migrations, now);
    const add = db.prepare<[string, string]>(
      `INSERT INTO connections (name, engine, description, created_at_ms, updated_at_ms) VALUES (?, ?, '', 1, 1)`,
    );
    expect(add.run('wh', 'snowflake').lastInsertRowid).toBe(10);
    expect(() => add.run('EMBEDDED', 'duckdb')).toThrow('UNIQUE constraint failed');
    expect(() => add.run('other', 'postgres')).toThrow('CHECK constraint failed');
    db.close();
  });

  test('a limit that nobody chose is one that a compute profile may decide', () => {
    const db = openDatabase(before(), migrations, now);
    const limits = db.prepare('SELECT name, max_concurrent_runs, own_max_concurrent_runs FROM environments');
    expect(limits.all()).toEqual([
      { name: 'dev', max_concurrent_runs: 4, own_max_concurrent_runs: null },
      { name: 'prod', max_concurrent_runs: 8, own_max_concurrent_runs: 8 },
    ]);
    db.close();
  });

  test('rows that refer to nothing keep it from being done, and nothing is changed', () => {
    const file = before('UPDATE environments SET connection_id = 9 WHERE id = 2');
    expect(() => openDatabase(file, migrations, now)).toThrow(
      'rows of "environments" refer to rows of "connections" that are not there. Nothing was changed',
    );
    const db = new Database(file, { readonly: true });
    expect(db.pragma('user_version', { simple: true })).toBe(4);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name LIKE '%of_any_engine%'").all()).toEqual([]);
    expect(db.prepare('SELECT count(*) AS n FROM connections').get()).toEqual({ n: 2 });
    db.close();
  });
});

const plain = { engine: 'duckdb', config_json: '{}', trusted_hosts_json: '[]', revision: 1 };

test('the index of versions is in step with many versions and tags from before it, and with what follows', () => {
  const file = join(temporaryDirectory(), 'slipway.db');
  const old = openDatabase(file, migrations.slice(0, 5), now);
  old.exec(firstSchema);
  const version = old.prepare(
    `INSERT INTO model_versions (model_id, number, sql, hash, sources_json, message, author, created_at_ms)
     VALUES (1, ?, ?, 'h', '[]', ?, 'bob via desktop', 1)`,
  );
  old.transaction(() => {
    for (let n = 2; n <= 300; n++) version.run(n, `select ${n} as a from RAW.FLIGHTS_${n}`, `Change ${n}`);
  })();
  old.exec(`INSERT INTO model_tags (model_id, name, version, note, author, created_at_ms)
    VALUES (1, 'golden', 300, '', '', 1), (1, 'silver', 300, '', '', 1)`);
  old.close();

  const db = openDatabase(file, migrations, now);
  const found = (query: string) =>
    db
      .prepare<[string], { rowid: number }>('SELECT rowid FROM version_search WHERE version_search MATCH ?')
      .all(query).length;
  expect(found('flights')).toBe(299);
  expect(found('"flights 300"')).toBe(1);
  expect(found('{tags} : (golden AND silver)')).toBe(1);
  expect(found('bob AND "change 2"')).toBe(1);
  db.exec("DELETE FROM model_tags WHERE name = 'golden'");
  expect([found('golden'), found('silver'), found('flights')]).toEqual([0, 1, 299]);
  db.exec('DELETE FROM model_versions WHERE number = 300');
  expect([found('silver'), found('flights')]).toEqual([0, 298]);
  // A copy is made like this before updates, and by "backup".
  const copy = join(temporaryDirectory(), 'copy.db');
  db.prepare('VACUUM INTO ?').run(copy);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
  const copied = new Database(copy);
  expect(
    copied.prepare("SELECT count(*) AS n FROM version_search WHERE version_search MATCH 'flights'").get(),
  ).toEqual({ n: 298 });
  copied.close();
});

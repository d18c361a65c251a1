import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import { SlipwayError } from '../../../src/shared/domain/errors.ts';
import { ada, addJob, addModel, openTestEngine } from '../../support/engine.ts';
import { seededRandom } from '../../support/random.ts';

const rounds = 800;
const together = 5;

interface Deployed {
  target: string;
  model_id: number;
  version: number;
  cause: string;
}

/** What must be so whatever was asked for at once; read from the file, as nobody's view of it. */
function broken(db: Database.Database): string[] {
  const problems: string[] = [];
  if ((db.pragma('foreign_key_check') as unknown[]).length > 0) problems.push('a row refers to nothing');
  const live = db
    .prepare<
      [],
      { name: string; target: string | null; tag: string | null; version: number | null; at: string }
    >(
      `SELECT j.name, j.target, v.definition_json ->> 'tag' AS tag, t.version,
         '"' || coalesce(v.definition_json ->> '$.target.database', e.database) || '"."' || e.schema || '"."'
           || (v.definition_json ->> '$.target.table') || '"' AS at
       FROM jobs j JOIN job_versions v ON v.job_id = j.id AND v.number = j.live_version
         JOIN environments e ON e.id = j.environment_id
         LEFT JOIN model_tags t ON t.model_id = j.model_id AND t.name = v.definition_json ->> 'tag'
       WHERE j.removed_at_ms IS NULL`,
    )
    .all();
  for (const job of live) {
    if (job.tag !== null && job.version === null) problems.push(`${job.name} runs ${job.tag}, which is gone`);
    if (job.target !== job.at) problems.push(`${job.name} is said to write ${job.target}, not ${job.at}`);
  }
  const targets = live.map(job => job.target);
  if (new Set(targets).size < targets.length) problems.push('two jobs write one target');
  const inProd = db
    .prepare<[], Deployed>(
      `SELECT d.target, d.model_id, d.version, d.cause FROM deployments d JOIN environments e ON e.id = d.environment_id WHERE e.name = 'prod' ORDER BY d.id`,
    )
    .all();
  const last = new Map<string, Deployed>();
  for (const next of inProd) {
    const before = last.get(next.target);
    const same = before?.model_id === next.model_id && before.version === next.version;
    if (before && !same && next.cause !== 'promotion' && next.cause !== 'rollback') {
      problems.push(`${next.target} came to v${next.version} in prod by a ${next.cause}`);
    }
    last.set(next.target, next);
  }
  const unapproved = db
    .prepare<[], { id: number }>(
      `SELECT p.id FROM promotions p JOIN environments e ON e.id = p.environment_id
       WHERE e.name = 'prod' AND p.kind = 'promotion' AND p.state IN ('applied', 'rolled_back') AND p.decided_by IS NULL`,
    )
    .all();
  for (const { id } of unapproved) problems.push(`#${id} was applied without approval`);
  const otherThanPlanned = db
    .prepare<[], { id: number }>(
      `SELECT p.id FROM promotions p JOIN deployments d ON d.promotion_id = p.id WHERE d.version <> p.to_version`,
    )
    .all();
  for (const { id } of otherThanPlanned) problems.push(`#${id} deployed another version than planned`);
  return problems;
}

test(`${rounds * together} changes, ${together} at a time, keep every promise`, async () => {
  const seed = Number(process.env['SLIPWAY_TEST_SEED'] ?? 20_260_301);
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const engine = await openTestEngine();
  const environment = (name: string, schema: string) =>
    engine.environments.apply(ada, {
      name,
      connection: { name: 'embedded', engine: 'duckdb' },
      database: name.toUpperCase(),
      schema,
      protected: name === 'prod',
    });
  await environment('dev', 'A');
  await environment('test', 'A');
  await environment('prod', 'A');
  for (const model of ['orders', 'users']) {
    await addModel(engine, model, 'select 1 as n', 'select 2 as n', 'select 3 as n');
    for (const [at, name] of ['a', 'b', 'c'].entries()) {
      await engine.versions.tag(ada, { model, version: String(at + 1), tag: name, note: '', move: false });
    }
    for (const where of ['dev', 'prod']) await addJob(engine, model, where, { tag: 'a' });
  }

  const choose = () => ({
    model: pick(['orders', 'users']),
    environment: pick(['dev', 'test', 'prod', 'prod']),
  });
  const tag = () => pick(['a', 'b', 'c', 'w']);
  const changes: ((engine: Engine) => Promise<unknown>)[] = [
    ({ jobs }) => {
      const { model, environment } = choose();
      const name = pick([`${model}_${environment}`, `${model}_${environment}`, 'another']);
      const selection = random() < 0.8 ? { tag: tag() } : { track: 'latest' as const };
      return jobs.apply(ada, {
        definition: {
          name,
          kind: 'model',
          environment,
          model,
          ...selection,
          target: { table: model.toUpperCase(), ...(random() < 0.1 ? { database: 'PROD' } : {}) },
          materialization: { type: pick(['view', 'table']) },
        },
        message: '',
        publish: random() < 0.8,
        confirm_shared_target: false,
      });
    },
    ({ jobs }) => jobs.publish(ada, { job: 'orders_dev', message: '', confirm_shared_target: false }),
    ({ jobs }) => {
      const { model, environment } = choose();
      const job = `${model}_${environment}`;
      return jobs.activate(ada, { job, version: pick([1, 2, 3]), confirm_shared_target: false });
    },
    ({ jobs }) => {
      const { model, environment } = choose();
      // Seldom, or there is nothing left to promote.
      return jobs.remove(ada, random() < 0.3 ? `${model}_${environment}` : 'another');
    },
    ({ versions }) =>
      versions.tag(ada, { ...choose(), version: pick(['1', '2', '3']), tag: tag(), note: '', move: true }),
    ({ versions }) => versions.untag(ada, { ...choose(), tag: tag() }),
    () => environment('dev', pick(['A', 'B'])),
    () => environment('test', pick(['A', 'B'])),
    ({ environments }) => environments.remove(ada, 'test'),
    ({ promotions }) => promotions.plan(ada, { ...choose(), tag: tag() }),
    ({ promotions }) => promotions.plan(ada, { ...choose(), tag: tag() }),
    ({ promotions }) => promotions.approve(ada, open(), ''),
    ({ promotions }) => promotions.approve(ada, open(), ''),
    ({ promotions }) => promotions.reject(ada, open(), ''),
    ({ promotions }) => promotions.apply(ada, { promotion: open(), note: '' }),
    ({ promotions }) => promotions.apply(ada, { promotion: open(), note: '' }),
    ({ promotions }) => promotions.apply(ada, { promotion: open(), note: '' }),
    ({ promotions }) => promotions.rollback(ada, { ...choose(), note: '' }),
  ];
  const open = () =>
    pick(
      engine.promotions
        .list({ limit: 20 })
        .promotions.filter(({ state }) => ['planned', 'awaiting_approval', 'approved'].includes(state))
        .map(({ id }) => id),
    ) ?? 0;

  const db = new Database(join(engine.directory, 'slipway.db'), { readonly: true });
  let done = 0;
  try {
    for (let round = 1; round <= rounds; round++) {
      const results = await Promise.allSettled(
        Array.from({ length: together }, async () => await pick(changes)(engine)),
      );
      for (const result of results) {
        if (result.status === 'fulfilled') done += 1;
        else expect(result.reason, `seed ${seed}, round ${round}`).toBeInstanceOf(SlipwayError);
      }
      expect(broken(db), `seed ${seed}, round ${round}`).toEqual([]);
    }
  } finally {
    db.close();
  }
  const applied = engine.promotions
    .list({ limit: 200 })
    .promotions.filter(({ applied_at }) => applied_at !== null);
  // Or else this has shown nothing.
  expect(done).toBeGreaterThan(rounds);
  expect(applied.length).toBeGreaterThan(5);
});

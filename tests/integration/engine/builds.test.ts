import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Engine, openEngine } from '../../../src/main/engine/engine.ts';
import type { JobDefinition } from '../../../src/shared/contract/jobs.ts';
import type { SlipwayError } from '../../../src/shared/domain/errors.ts';
import { ada, addJob, addModel, addShop, engineOptions, rowsOf, slowQuery } from '../../support/engine.ts';
import { buildEnded, buildOf } from '../../support/builds.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** orders is read by regions and by sums, these by report; all of them run in dev and in prod. */
let engine: Engine;
const texts = {
  orders: 'select id, region, amount from LAKE_DEV.RAW.ORDERS',
  regions: 'select distinct region from SHOP_DEV.MARTS.ORDERS',
  sums: 'select region, sum(amount) as amount from SHOP_DEV.MARTS.ORDERS group by region',
  report: 'select r.region, s.amount from regions r join SHOP_DEV.MARTS.SUMS s on s.region = r.region',
};
const directory = mkdtempSync(join(tmpdir(), 'slipway-builds-'));

beforeAll(async () => {
  engine = await openEngine(engineOptions(directory));
  await addShop(engine);
  for (const [name, sql] of Object.entries(texts)) {
    await addModel(engine, name, sql);
    await addJob(engine, name, 'dev');
    await addJob(engine, name, 'prod');
  }
  await addModel(engine, 'slow', slowQuery);
  await addModel(engine, 'after_slow', 'select n from slow');
  for (const name of ['slow', 'after_slow']) {
    for (const environment of ['dev', 'prod']) await addJob(engine, name, environment);
  }
  for (const environment of ['dev', 'prod']) await build('+report', { environment });
});
afterAll(async () => {
  await engine.close();
  rmSync(directory, { recursive: true, force: true });
});

async function build(select: string, options: Partial<ReturnType<typeof buildOf>> = {}) {
  const { id } = await engine.builds.start(ada, buildOf(select, options));
  return await buildEnded(engine, id);
}
const statesOf = ({ models }: Awaited<ReturnType<typeof build>>) =>
  Object.fromEntries(models.map(({ model, state }) => [model, state]));
const problemOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (cause: SlipwayError) => cause,
  );
  return error?.details.problems?.[0]?.message ?? error?.message;
};
let published = 0;
/** A new version, with the tag that an environment runs from now on. */
async function publish(model: string, sql: string, environment: string): Promise<void> {
  await engine.models.saveDraft({ model, sql });
  const tag = `t${++published}`;
  await engine.versions.publish(ada, { model, message: '', tag });
  await addJob(engine, model, environment, { tag });
}

test('everything of an environment, each after what it reads; every run belongs to it', async () => {
  const built = await build('+report', { environment: 'prod' });
  expect(built).toMatchObject({
    state: 'completed',
    counts: { completed: 4, running: 0, waiting: 0 },
    models: [
      { position: 1, model: 'orders', level: 0, needs: [], state: 'completed', version: 1, tag: 'v1' },
      { position: 2, model: 'regions', level: 1, needs: [1] },
      { position: 3, model: 'sums', level: 1, needs: [1] },
      { position: 4, model: 'report', level: 2, needs: [2, 3], target: 'SHOP_PRD.MARTS.REPORT' },
    ],
  });
  const runs = built.models.map(({ run }) => engine.runs.get(run ?? 0));
  expect(runs.map(run => [run.build, run.state, run.trigger.cause])).toEqual(
    runs.map(() => [built.id, 'completed', `build #${built.id}: a try`]),
  );
  for (const [index, { needs }] of built.models.entries()) {
    const started = runs[index]?.times.created_at ?? '';
    for (const needed of needs) expect((runs[needed - 1]?.times.ended_at ?? 'never') <= started).toBe(true);
  }
  expect(
    await rowsOf(engine, 'prod', 'select region, amount from SHOP_PRD.MARTS.REPORT order by region'),
  ).toEqual([
    ['R0', '90'],
    ['R1', '60'],
  ]);
  expect(engine.builds.list({ limit: 10 }).builds[0]).toMatchObject({ id: built.id, select: '+report' });
});

test('what is not selected is read from the other environment, and each run shows it', async () => {
  const before = engine.builds.list({ limit: 100 }).builds.length;
  const plan = await engine.builds.plan(buildOf('report', { defer: 'prod' }));
  expect(plan).toMatchObject({
    environment: 'dev',
    defer: 'prod',
    models: [
      {
        model: 'report',
        job: 'report_dev',
        needs: [],
        change: null,
        deferred: [
          {
            written: 'SHOP_DEV.MARTS.REGIONS',
            reads: 'SHOP_PRD.MARTS.REGIONS',
            model: 'regions',
            environment: 'prod',
          },
          {
            written: 'SHOP_DEV.MARTS.SUMS',
            reads: 'SHOP_PRD.MARTS.SUMS',
            model: 'sums',
            environment: 'prod',
          },
        ],
      },
    ],
  });
  expect(engine.builds.list({ limit: 100 }).builds).toHaveLength(before);
  const built = await build('report', { defer: 'prod' });
  expect(built.state).toBe('completed');
  const run = engine.runs.get(built.models[0]?.run ?? 0);
  expect(run.frozen.mapping.deferred).toEqual(built.models[0]?.deferred);
  expect(run.frozen.mapping.sources.map(({ reads }) => reads).sort()).toEqual([
    'SHOP_PRD.MARTS.REGIONS',
    'SHOP_PRD.MARTS.SUMS',
  ]);
  // The five orders of prod, not the three of dev.
  expect(await rowsOf(engine, 'dev', 'select sum(amount) from SHOP_DEV.MARTS.REPORT')).toEqual([['150']]);
  expect(await problemOf(engine.builds.plan(buildOf('report', { defer: 'dev' })))).toBe(
    '"dev" is the environment itself',
  );
});

test('a failure stops what depends on it and nothing else; resuming builds what is left', async () => {
  await publish('sums', 'select region, cast(region as integer) as amount from SHOP_DEV.MARTS.ORDERS', 'dev');
  const failed = await build('+report', { threads: 1 });
  expect(failed.state).toBe('failed');
  expect(statesOf(failed)).toEqual({
    orders: 'completed',
    regions: 'completed',
    sums: 'failed',
    report: 'skipped',
  });
  const [, , sums, report] = failed.models;
  expect(report).toMatchObject({ run: null, reason: `sums failed (run #${sums?.run})` });
  expect(sums?.reason).toContain("'R0' is not recognized");
  await publish('sums', texts.sums, 'dev');
  const plan = await engine.builds.planResume(failed.id);
  expect(plan).toMatchObject({
    resumes: failed.id,
    models: [{ model: 'sums', version: 3 }, { model: 'report' }],
  });
  const { id } = await engine.builds.resume(ada, { build: failed.id, cause: '' });
  const resumed = await buildEnded(engine, id);
  expect([resumed.state, resumed.resumes, statesOf(resumed)]).toEqual([
    'completed',
    failed.id,
    { sums: 'completed', report: 'completed' },
  ]);
  expect(engine.builds.get(failed.id).resumed_by).toEqual([id]);
  expect(await problemOf(engine.builds.resume(ada, { build: id, cause: '' }))).toContain(
    'nothing of it is left',
  );
});

test('what was modified since prod, and what reads it; nothing modified is nothing to build', async () => {
  const against = { against: 'prod' };
  expect((await engine.builds.plan(buildOf('modified+', against))).models).toEqual([]);
  await engine.models.saveDraft({ model: 'sums', sql: `${texts.sums} having sum(amount) > 0` });
  const drafts = { drafts: true, defer: 'prod' };
  const plan = await engine.builds.plan(buildOf('modified+', drafts));
  expect(plan.models.map(({ model, draft, change }) => [model, draft, change])).toEqual([
    ['sums', true, 'modified'],
    ['report', false, null],
  ]);
  const built = await build('modified+', drafts);
  expect(statesOf(built)).toEqual({ sums: 'completed', report: 'completed' });
  // The draft that was built here is read here, the rest in prod.
  expect(built.models[1]?.deferred.map(({ model }) => model)).toEqual(['regions']);
  expect(engine.runs.get(built.models[0]?.run ?? 0)).toMatchObject({ draft: true, version: null });
  await engine.models.saveDraft({ model: 'sums', sql: texts.sums });
  expect(await problemOf(engine.builds.start(ada, buildOf('modified', against)))).toBe(
    'There is nothing to build',
  );
  expect(await problemOf(engine.builds.plan(buildOf('modified')))).toContain(
    'comparing with another environment',
  );
  expect(await problemOf(engine.builds.plan(buildOf('+ordrs')))).toBe(
    'There is no model "ordrs"; did you mean "orders"?',
  );
  expect(await problemOf(engine.builds.plan(buildOf('', { environment: 'prod', drafts: true })))).toContain(
    'protected',
  );
});

test('a cancelled build ends its runs and starts no others', async () => {
  const { id } = await engine.builds.start(ada, buildOf('slow+'));
  const [first] = engine.builds.get(id).models;
  expect(await problemOf(engine.builds.resume(ada, { build: id, cause: '' }))).toContain('is not over');
  await engine.builds.cancel(ada, id, 'enough');
  const cancelled = await buildEnded(engine, id);
  expect(cancelled).toMatchObject({ state: 'cancelled', reason: 'enough', counts: { cancelled: 2 } });
  expect(engine.runs.get(first?.run ?? 0)).toMatchObject({ state: 'cancelled', reason: 'enough' });
  expect(cancelled.models[1]).toMatchObject({ run: null, reason: 'enough' });
  expect(await problemOf(engine.builds.cancel(ada, id, ''))).toContain('it is over (cancelled)');
});

test('a job that starts after another one is not started twice where the build has both', async () => {
  const report = engine.jobs.get('report_dev');
  const definition = {
    ...(report.definition as JobDefinition),
    triggers: [{ job: { after: ['sums_dev'] } }],
  };
  await engine.jobs.apply(ada, { definition, message: '', publish: true, confirm_shared_target: false });
  const runsOf = () => engine.runs.list({ job: 'report_dev', limit: 100 }).runs.length;
  const before = runsOf();
  await build('sums+');
  expect(runsOf()).toBe(before + 1);
  await build('sums');
  expect(runsOf()).toBe(before + 2);
  await engine.runs.idle();
});

test('after a crash, and after Slipway was closed, a build goes on where it stood', async () => {
  const directory = temporaryDirectory();
  const options = () => engineOptions(directory);
  const first = await openEngine(options());
  await addShop(first);
  await addModel(first, 'base', 'select 1 as n');
  await addModel(first, 'mid', 'select n from base');
  await addModel(first, 'top', 'select n from mid');
  for (const model of ['base', 'mid', 'top']) await addJob(first, model, 'dev');
  await first.close();
  const program = join(import.meta.dirname, '../../support/crashing-engine.ts');
  const child = fork(program, [directory, 'build', 'after_result'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  const second = await openEngine(options());
  // It is taken up at once, and closing puts what is under way back.
  const { id } = second.builds.list({ limit: 1 }).builds[0] ?? { id: 0 };
  await second.close();
  const third = await openEngine(options());
  onTestFinished(() => third.close());
  const built = await buildEnded(third, id);
  expect([built.state, built.counts.completed]).toEqual(['completed', 3]);
  expect(
    third.runs.list({ limit: 10, environment: 'dev', state: ['completed'] }).runs.map(({ job }) => job),
  ).toEqual(expect.arrayContaining(['base_dev', 'mid_dev', 'top_dev']));
});

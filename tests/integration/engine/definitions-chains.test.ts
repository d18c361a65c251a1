import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import { ada } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { applyJob, openScheduled } from '../../support/scheduled.ts';

type Files = { path: string; content: string }[];

const importInto = (engine: Engine, files: Files) =>
  engine.definitions.import(ada, { files, plan: false, confirm_shared_targets: false });

const open = () => openScheduled(new FakeClock('2026-03-01T05:30:00.000Z'));

function job(name: string, triggers: string, environment = 'dev'): Files[number] {
  const lines = [
    `name: ${name}`,
    'kind: model',
    `environment: ${environment}`,
    'model: m',
    'track: latest',
    `target: {table: ${name}}`,
    'materialization: {type: table}',
    `triggers: ${triggers}`,
  ];
  return { path: `jobs/${name}.yaml`, content: lines.join('\n') };
}

const after = (...jobs: string[]) => `[{job: {after: [${jobs.join(', ')}]}}]`;

async function problemsOf(engine: Engine, files: Files): Promise<string[]> {
  const error = await importInto(engine, files).catch(cause => cause);
  expect(error.code).toBe('validation');
  return (error.details.problems as { path: string; message: string }[]).map(
    ({ path, message }) => `${path} ${message}`,
  );
}

describe('jobs that start after others of the same files', () => {
  test('are imported in any order, and exported as they came', async () => {
    const files = [
      job('a', after('c', 'b')),
      job('b', after('C')),
      job('c', '[{schedule: {cron: "0 6 * * *", time_zone: Europe/Berlin, jitter: 5m}}]'),
      job('d', '[{deployment: {model: m, environment: dev}}]'),
    ];
    for (const order of [files, files.toReversed()]) {
      const engine = await open();
      expect(await importInto(engine, order)).toMatchObject({ applied: true });
      expect(engine.jobs.get('a').definition?.triggers).toEqual([{ job: { after: ['c', 'b'] } }]);
      const exported = engine.definitions.export();
      const again = await importInto(engine, exported);
      expect(again.actions.filter(action => action.action !== 'unchanged')).toEqual([]);
      const other = await open();
      await importInto(other, exported);
      expect(other.definitions.export()).toEqual(exported);
    }
  });

  test('may turn a chain round', async () => {
    const engine = await open();
    await importInto(engine, [job('a', '[]'), job('b', after('a')), job('c', after('b'))]);
    await importInto(engine, [job('a', after('b')), job('b', after('c')), job('c', '[]')]);
    expect(engine.jobs.get('a').definition?.triggers).toEqual([{ job: { after: ['b'] } }]);
    expect(engine.jobs.get('c').definition?.triggers).toEqual([]);
  });

  test('may move to another environment together, but not one of them alone', async () => {
    const engine = await open();
    await importInto(engine, [job('a', '[]'), job('b', after('a'))]);
    expect(await problemsOf(engine, [job('a', '[]', 'test')])).toEqual([
      expect.stringContaining('"b" starts after "a", and a chain stays in one environment'),
    ]);
    expect(await problemsOf(engine, [job('b', after('a'), 'test')])).toEqual([
      'jobs/b.yaml: triggers[0].job.after[0] "a" is in dev, this job in test: a chain stays in one environment',
    ]);
    await importInto(engine, [job('b', after('a'), 'test'), job('a', '[]', 'test')]);
    expect(engine.jobs.get('b')).toMatchObject({ environment: 'test' });
  });

  test('that lead back to themselves over one that is not in the files are refused by the path', async () => {
    const engine = await open();
    await applyJob(engine, 'a');
    await applyJob(engine, 'b', { triggers: [{ job: { after: ['a'] } }] });
    expect(await problemsOf(engine, [job('a', after('c')), job('c', after('b'))])).toEqual([
      'jobs/a.yaml: triggers[0].job.after[0] would make a cycle: a → b → c → a',
    ]);
    expect(await problemsOf(engine, [job('a', after('a'))])).toEqual([
      'jobs/a.yaml: triggers[0].job.after[0] would make a cycle: a → a',
    ]);
    expect(engine.jobs.list({ limit: 10 }).jobs).toHaveLength(2);
  });
});

test('all that is wrong with triggers comes at once, with file, path and line', async () => {
  const engine = await open();
  const problems = await problemsOf(engine, [
    job(
      'stg_orders',
      '[{schedule: {cron: "0 25 * * *"}}, {schedule: {cron: "@daily", time_zone: Mars/Base}}]',
    ),
    job('b', after('stg_order', '"99"')),
  ]);
  expect(problems).toEqual([
    expect.stringMatching(/^jobs\/stg_orders\.yaml: triggers\[0\]\.schedule\.cron hour "25" is not valid/),
    expect.stringMatching(/^jobs\/stg_orders\.yaml: triggers\[1\]\.schedule\.time_zone "Mars\/Base" is no/),
    'jobs/b.yaml: triggers[0].job.after[0] "stg_order" does not exist; did you mean "stg_orders"?',
    'jobs/b.yaml: triggers[0].job.after[1] "99" does not exist',
  ]);
  expect(engine.jobs.list({ limit: 10 }).jobs).toEqual([]);
  const error = await importInto(engine, [job('b', '\n  - job:\n      after: [b, gone]')]).catch(
    cause => cause,
  );
  expect(error.details.problems).toContainEqual({
    path: 'jobs/b.yaml: triggers[0].job.after[1]',
    message: '"gone" does not exist',
    line: 10,
    column: 18,
  });
});

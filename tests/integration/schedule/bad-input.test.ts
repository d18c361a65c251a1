import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import type { Trigger } from '../../../src/shared/contract/triggers.ts';
import { SlipwayError } from '../../../src/shared/domain/errors.ts';
import { ada } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { advance, applyJob, ledger, openScheduled, sleep } from '../../support/scheduled.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const day = 86_400_000;
const start = '2026-03-01T05:30:00.000Z';
const cron = (text: string, rest: object = {}): Trigger => ({ schedule: { cron: text, ...rest } });
const after = (...jobs: string[]): Trigger => ({ job: { after: jobs } });

async function failure(call: Promise<unknown>): Promise<SlipwayError> {
  const cause: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (cause instanceof SlipwayError) return cause;
  throw new Error(`expected a failure, got ${String(cause)}`);
}

const problemsOf = ({ details }: SlipwayError) =>
  (details.problems ?? []).map(({ path, message }) => `${path} ${message}`);

describe('a schedule that is none', () => {
  test.each([
    ['61 * * * *', 'minute "61" is not valid; allowed: 0 to 59'],
    ['0 24 * * *', 'hour "24" is not valid; allowed: 0 to 23'],
    ['0 6 32 * *', 'day of the month "32" is not valid; allowed: 1 to 31'],
    ['0 6 1 13 *', 'month "13" is not valid; allowed: 1 to 12, or JAN to DEC'],
    ['0 6 * * FRY', 'day of the week "FRY" is not valid; allowed: 0 to 7'],
    ['0 6 * *', 'has 4 of 5 fields: minute, hour, day of the month, month, day of the week'],
    ['0 0 6 * * *', 'has 6 of 5 fields'],
    ['@sometimes', '"@sometimes" is unknown; there are @hourly'],
    ['0 6 30 2 *', '"0 6 30 2 *" never fires'],
  ])('%s is refused, nothing is saved', async (text, message) => {
    const engine = await openScheduled(new FakeClock(start));
    const error = await failure(applyJob(engine, 'j', { triggers: [cron('0 6 * * *'), cron(text)] }));
    expect(error.code).toBe('validation');
    expect(problemsOf(error)).toEqual([
      expect.stringContaining(`triggers[1].schedule.cron ${message}`) as unknown as string,
    ]);
    expect(engine.jobs.list({ limit: 10 }).jobs).toEqual([]);
  });

  test('an unknown zone is named, with what is one', async () => {
    const engine = await openScheduled(new FakeClock(start));
    const triggers = [cron('0 6 * * *', { time_zone: 'Europe/Berlyn' })];
    expect(problemsOf(await failure(applyJob(engine, 'j', { triggers })))).toEqual([
      'triggers[0].schedule.time_zone "Europe/Berlyn" is no time zone; give an IANA name such as Europe/Berlin, America/New_York or UTC',
    ]);
  });

  test('a draft may hold one; publishing it is refused', async () => {
    const engine = await openScheduled(new FakeClock(start));
    await applyJob(engine, 'j');
    const { definition } = engine.jobs.get('j');
    if (!definition) throw new Error('not live');
    await engine.jobs.apply(ada, {
      definition: { ...definition, triggers: [cron('61 * * * *')] },
      message: '',
      publish: false,
      confirm_shared_target: false,
    });
    const publish = engine.jobs.publish(ada, { job: 'j', message: '', confirm_shared_target: false });
    expect(problemsOf(await failure(publish))[0]).toContain('minute "61"');
    expect(engine.fires.status().schedules).toBe(0);
  });
});

test('a schedule of every minute over a year of downtime: few rows, one run, every fire counted', async () => {
  const clock = new FakeClock(start);
  const directory = temporaryDirectory();
  const first = await openScheduled(clock, { directory });
  await applyJob(first, 'j', { triggers: [cron('* * * * *')] });
  await first.close();
  clock.jump(365 * day + 30_000);
  const second = await openScheduled(clock, { directory });
  await second.runs.idle();
  const { fires } = second.fires.list({ limit: 1_000 });
  expect(fires.length).toBeLessThan(150);
  expect(fires.reduce((sum, fire) => sum + fire.count, 0)).toBe(365 * 1_440);
  expect(fires.filter(fire => fire.outcome === 'dispatched')).toHaveLength(1);
  expect(second.runs.list({ limit: 10 }).runs).toHaveLength(1);
  expect(second.fires.wakePlan()).toMatchObject({ away: 'not_running', fires: 365 * 1_440, dispatched: 1 });
});

describe('an upstream job', () => {
  test('that does not exist is named, with what is near', async () => {
    const engine = await openScheduled(new FakeClock(start));
    await applyJob(engine, 'load_flights');
    const triggers = [cron('@daily'), after('load_flights', 'load_flight'), after('nothing')];
    const error = await failure(applyJob(engine, 'j', { triggers }));
    expect(error.code).toBe('validation');
    expect(problemsOf(error)).toEqual([
      'triggers[1].job.after[1] There is no job named "load_flight" (Did you mean "load_flights"?)',
      'triggers[2].job.after[0] There is no job named "nothing" (There are: load_flights)',
    ]);
    expect(engine.jobs.list({ limit: 10 }).jobs).toHaveLength(1);
  });

  test('in another environment is refused, with the place and both names', async () => {
    const engine = await openScheduled(new FakeClock(start));
    await applyJob(engine, 'a');
    const error = await failure(applyJob(engine, 'b', { environment: 'test', triggers: [after('a')] }));
    expect(problemsOf(error)).toEqual([
      'triggers[0].job.after[0] "a" is in dev, this job in test: a chain stays in one environment',
    ]);
  });

  test('cannot be deleted or moved while others start after it', async () => {
    const engine = await openScheduled(new FakeClock(start));
    await applyJob(engine, 'a');
    await applyJob(engine, 'b', { triggers: [after('a')] });
    expect(await failure(engine.jobs.remove(ada, 'a'))).toMatchObject({
      code: 'conflict',
      message: '"b" starts after "a"',
    });
    expect(await failure(applyJob(engine, 'a', { environment: 'test' }))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('a chain stays in one environment'),
    });
  });

  test('that was deleted meanwhile keeps an earlier definition from being activated', async () => {
    const engine = await openScheduled(new FakeClock(start));
    await applyJob(engine, 'a');
    await applyJob(engine, 'b', { triggers: [after('a')] });
    await applyJob(engine, 'b');
    await engine.jobs.remove(ada, 'a');
    const activate = engine.jobs.activate(ada, { job: 'b', version: 1, confirm_shared_target: false });
    expect(problemsOf(await failure(activate))).toEqual(['triggers[0].job.after[0] Job "a" was deleted']);
  });
});

test('a model or environment of a deployment that does not exist is named, with the place', async () => {
  const engine = await openScheduled(new FakeClock(start));
  const triggers = [{ deployment: { model: 'nn', environment: 'devv' } }];
  expect(problemsOf(await failure(applyJob(engine, 'j', { triggers })))).toEqual([
    expect.stringContaining('triggers[0].deployment.environment There is no environment named "devv"'),
    expect.stringContaining('triggers[0].deployment.model There is no model named "nn"'),
  ]);
});

test('a clock that is set back between pausing and resuming leaves nothing paused', async () => {
  const clock = new FakeClock(start);
  const engine = await openScheduled(clock);
  await engine.jobs.pauses.pause(ada, null, '');
  clock.jump(-2 * 3_600_000);
  await engine.wake();
  await engine.jobs.pauses.resume(ada, null);
  await applyJob(engine, 'j', { triggers: [cron('*/10 * * * *')] });
  await advance(engine, clock, 10 * 60_000);
  expect(ledger(engine)).toEqual(['01T03:40 dispatched on_time #1']);
});

describe('a cycle through five jobs', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const path = 'a → b → c → d → e → a';

  /** Each starts after the one before it. */
  async function chain(): Promise<Engine> {
    const engine = await openScheduled(new FakeClock(start));
    for (const [index, name] of names.entries()) {
      const before = names[index - 1];
      await applyJob(engine, name, before === undefined ? {} : { triggers: [after(before)] });
    }
    return engine;
  }

  test('is refused when it is saved', async () => {
    const engine = await chain();
    await applyJob(engine, 'c0');
    const error = await failure(applyJob(engine, 'a', { triggers: [cron('@daily'), after('c0', 'e')] }));
    expect(error).toMatchObject({ code: 'validation', message: `Job "a" would start itself: ${path}` });
    expect(problemsOf(error)).toEqual([`triggers[1].job.after[1] would make a cycle: ${path}`]);
    expect(engine.jobs.get('a').definition?.triggers).toBeUndefined();
  });

  test('is refused when it is saved as a draft', async () => {
    const engine = await chain();
    const { definition } = engine.jobs.get('a');
    if (!definition) throw new Error('a is not live');
    const draft = engine.jobs.apply(ada, {
      definition: { ...definition, triggers: [after('e')] },
      message: '',
      publish: false,
      confirm_shared_target: false,
    });
    expect(problemsOf(await failure(draft))).toEqual([
      `triggers[0].job.after[0] would make a cycle: ${path}`,
    ]);
    expect(engine.jobs.get('a').draft).toBeNull();
  });

  test('that got into the database is refused when its job is resumed', async () => {
    const directory = temporaryDirectory();
    const clock = new FakeClock(start);
    const first = await openScheduled(clock, { directory });
    const x = await applyJob(first, 'x');
    await applyJob(first, 'a', { triggers: [after('x')] });
    const b = await applyJob(first, 'b', { triggers: [after('a')] });
    await first.jobs.pauses.pause(ada, 'a', '');
    await first.close();
    const db = new Database(join(directory, 'slipway.db'));
    db.exec('DROP TRIGGER job_versions_are_immutable');
    db.prepare('UPDATE upstreams SET job_id = ? WHERE job_id = ?').run(b, x);
    db.prepare('UPDATE job_versions SET definition_json = replace(definition_json, ?, ?)').run(
      `"after":["${x}"]`,
      `"after":["${b}"]`,
    );
    db.close();
    const engine = await openScheduled(clock, { directory });
    expect((await failure(engine.jobs.pauses.resume(ada, 'a'))).message).toContain('a → b → a');
    expect(engine.jobs.get('a').paused).not.toBeNull();
  });

  test('is refused when an earlier definition is activated', async () => {
    const engine = await chain();
    await applyJob(engine, 'b');
    await applyJob(engine, 'a', { triggers: [after('e')] });
    const activate = engine.jobs.activate(ada, { job: 'b', version: 1, confirm_shared_target: false });
    expect((await failure(activate)).message).toContain('b → c → d → e → a → b');
  });

  test('is refused when it is imported, in whatever order the files come', async () => {
    const engine = await chain();
    const files = engine.definitions.export();
    const closed = files.map(file =>
      file.path === 'jobs/a.yaml'
        ? { ...file, content: `${file.content}triggers: [{job: {after: [e]}}]\n` }
        : file,
    );
    for (const order of [closed, closed.toReversed()]) {
      const other = await openScheduled(new FakeClock(start));
      const error = await failure(
        other.definitions.import(ada, { files: order, plan: false, confirm_shared_targets: false }),
      );
      expect(error.code).toBe('validation');
      const [problem, ...more] = problemsOf(error);
      expect(more).toEqual([]);
      expect(problem).toMatch(/^jobs\/[a-e]\.yaml: triggers\[0\]\.job\.after\[0\] would make a cycle: /);
      // It may begin at any of the five: from a on it is always the same.
      const told = problem?.split('cycle: ')[1]?.split(' → ').slice(1) ?? [];
      const from = told.indexOf('a');
      expect([...told.slice(from), ...told.slice(0, from), 'a'].join(' → ')).toBe(path);
      expect(other.jobs.list({ limit: 10 }).jobs).toEqual([]);
    }
  });
});

test('a clock set forward by a year and back again starts nothing twice, and one can start anew', async () => {
  const clock = new FakeClock(start);
  const engine = await openScheduled(clock);
  await applyJob(engine, 'j', { triggers: [cron('0 6 * * *')] });
  await sleep(engine, clock, 365 * day);
  const told = ledger(engine);
  await sleep(engine, clock, -365 * day);
  await advance(engine, clock, 3_600_000);
  expect(ledger(engine)).toEqual(told);
  await engine.fires.reset(ada, 'j');
  await advance(engine, clock, day);
  expect(ledger(engine)).toHaveLength(told.length + 1);
  expect(ledger(engine)).toContain('02T06:00 dispatched on_time #2');
});

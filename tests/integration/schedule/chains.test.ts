import { describe, expect, test } from 'vitest';
import { ada } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import {
  advance,
  applyEnvironment,
  applyJob,
  history,
  lasting,
  ledger,
  openScheduled,
  passing,
} from '../../support/scheduled.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import type { Engine } from '../../../src/main/engine/engine.ts';
import type { Trigger } from '../../../src/shared/contract/triggers.ts';

const after = (upstreams: string[], rest: Partial<NonNullable<Trigger['job']>> = {}): Trigger => ({
  job: { after: upstreams, ...rest },
});

async function runByHand(engine: Engine, job: string, version?: string): Promise<number> {
  const { id } = await engine.runs.dispatch(ada, { job, cause: '', variables: {}, version });
  await engine.runs.idle();
  return id;
}

/** Jobs that fail are those in `failing`. */
async function open(failing = new Set<string>()) {
  const clock = new FakeClock();
  const engine = await openScheduled(clock, {
    behave: run => {
      if (failing.has(run.spec.definition.name)) throw lasting();
    },
  });
  return { engine, clock, failing };
}

describe('a job that starts after others', () => {
  test('starts with the end of the one before it, and tells where it comes from', async () => {
    const { engine } = await open();
    await applyJob(engine, 'a');
    await applyJob(engine, 'b', { triggers: [after(['a'])] });
    await applyJob(engine, 'c', { triggers: [after(['b'])] });
    await runByHand(engine, 'a');
    expect(history(engine)).toEqual(['#1 a completed', '#2 b completed', '#3 c completed']);
    expect(engine.runs.get(3).trigger).toMatchObject({
      kind: 'job',
      cause: 'after b #2 completed',
      upstream_run: 2,
      chain: 1,
      depth: 2,
    });
    expect(engine.runs.get(1)).toMatchObject({
      started: [{ run: 2, job: 'b' }],
      trigger: { chain: null, depth: 0 },
    });
    expect(ledger(engine, 'c')).toEqual([expect.stringContaining('dispatched on_time #3')]);
  });

  test('of whom several are needed is not kept from it by trying it out', async () => {
    const { engine } = await open();
    for (const name of ['a', 'b']) await applyJob(engine, name);
    await applyJob(engine, 'c', { triggers: [after(['a', 'b'])] });
    await runByHand(engine, 'a');
    await runByHand(engine, 'c', 'draft');
    await runByHand(engine, 'b');
    expect(ledger(engine, 'c')).toEqual([expect.stringContaining('dispatched on_time')]);
  });

  test('keeps what came already when its trigger is edited, as far as it still counts', async () => {
    const { engine } = await open();
    for (const name of ['a', 'b']) await applyJob(engine, name);
    await applyJob(engine, 'c', { triggers: [after(['a', 'b'])] });
    await runByHand(engine, 'a');
    await applyJob(engine, 'c', { triggers: [after(['a', 'b'], { overlap: 'queue_all' })] });
    await runByHand(engine, 'b');
    expect(ledger(engine, 'c')).toEqual([expect.stringContaining('dispatched on_time')]);
    await runByHand(engine, 'a');
    await applyJob(engine, 'c', { triggers: [after(['a', 'b'], { states: ['failed'] })] });
    await applyJob(engine, 'c', { triggers: [after(['a', 'b'])] });
    await runByHand(engine, 'b');
    expect(ledger(engine, 'c')).toHaveLength(1);
  });

  test('starts in the commit that ends the one before', async () => {
    const { engine } = await open();
    await applyJob(engine, 'a');
    await applyJob(engine, 'b', { triggers: [after(['a'])] });
    const seen: string[][] = [];
    engine.bus.listen(() => seen.push(history(engine)));
    await runByHand(engine, 'a');
    const withoutChild = seen.filter(runs => runs.includes('#1 a completed') && runs.length < 2);
    expect(withoutChild).toEqual([]);
  });

  test('is told with the job it starts after, which changes with it', async () => {
    const { engine } = await open();
    const a = await applyJob(engine, 'a');
    const told: (number | null)[] = [];
    engine.bus.listen(changes =>
      told.push(...changes.flatMap(({ topic, id }) => (topic === 'job' ? id : []))),
    );
    const b = await applyJob(engine, 'b', { triggers: [after(['a'])] });
    expect(engine.jobs.get('a').starts).toEqual([{ job: 'b', job_id: b }]);
    expect(engine.jobs.get('b').starts).toEqual([]);
    expect(told.splice(0)).toContain(a);
    await applyJob(engine, 'b');
    expect(engine.jobs.get('a').starts).toEqual([]);
    expect(told).toContain(a);
  });

  test('fans out, and in once all are done', async () => {
    const { engine } = await open();
    await applyJob(engine, 'a');
    for (const name of ['b1', 'b2', 'b3']) await applyJob(engine, name, { triggers: [after(['a'])] });
    await applyJob(engine, 'c', { triggers: [after(['b1', 'b2', 'b3'])] });
    await runByHand(engine, 'a');
    expect(history(engine).filter(line => line.includes(' c '))).toEqual(['#5 c completed']);
    await runByHand(engine, 'b1');
    await runByHand(engine, 'b2');
    expect(history(engine).filter(line => line.includes(' c '))).toHaveLength(1);
    await runByHand(engine, 'b3');
    expect(history(engine).filter(line => line.includes(' c '))).toHaveLength(2);
  });

  test('counts only what ended since it started last', async () => {
    const { engine } = await open();
    for (const name of ['a', 'b']) await applyJob(engine, name);
    await applyJob(engine, 'c', { triggers: [after(['a', 'b'])] });
    await runByHand(engine, 'a');
    await runByHand(engine, 'c');
    await runByHand(engine, 'b');
    expect(history(engine).filter(line => line.includes(' c '))).toHaveLength(1);
    await runByHand(engine, 'a');
    expect(history(engine).filter(line => line.includes(' c '))).toHaveLength(2);
  });

  test('counts what ended while it waited for another attempt', async () => {
    const clock = new FakeClock();
    let failures = 1;
    const engine = await openScheduled(clock, {
      behave: run => {
        if (run.spec.definition.name === 'c' && failures-- > 0) throw passing();
      },
    });
    await applyJob(engine, 'a');
    await applyJob(engine, 'b');
    await applyJob(engine, 'c', { triggers: [after(['a', 'b'])], retries: { max: 1, backoff: '1m' } });
    await runByHand(engine, 'a');
    await runByHand(engine, 'b');
    expect(engine.runs.get(3)).toMatchObject({ job: 'c', state: 'running' });
    await runByHand(engine, 'a');
    await advance(engine, clock, 60_000);
    expect(engine.runs.get(3)).toMatchObject({ state: 'completed', attempts: 2 });
    await runByHand(engine, 'b');
    expect(history(engine).at(-1)).toBe('#6 c completed');
  });

  test('starts no more once the chain has 50 runs', async () => {
    const { engine } = await open();
    await applyJob(engine, 'c1');
    for (let n = 2; n <= 51; n++) await applyJob(engine, `c${n}`, { triggers: [after([`c${n - 1}`])] });
    await runByHand(engine, 'c1');
    expect(history(engine)).toHaveLength(50);
    const { fires } = engine.fires.list({ job: 'c51', limit: 10 });
    expect(fires).toMatchObject([
      { outcome: 'skipped', reason: 'depth', detail: 'the chain has 50 runs already' },
    ]);
  });

  test('with any of them', async () => {
    const { engine } = await open();
    for (const name of ['a', 'b']) await applyJob(engine, name);
    await applyJob(engine, 'c', { triggers: [after(['a', 'b'], { when: 'any' })] });
    await runByHand(engine, 'b');
    await runByHand(engine, 'b');
    expect(history(engine).filter(line => line.includes(' c '))).toHaveLength(2);
  });

  test('starts on the states it names', async () => {
    const { engine, failing } = await open(new Set(['a']));
    await applyJob(engine, 'a');
    await applyJob(engine, 'good', { triggers: [after(['a'])] });
    await applyJob(engine, 'bad', { triggers: [after(['a'], { states: ['failed', 'cancelled'] })] });
    await runByHand(engine, 'a');
    failing.delete('a');
    await runByHand(engine, 'a');
    expect(history(engine)).toEqual([
      '#1 a failed',
      '#2 bad completed',
      '#3 a completed',
      '#4 good completed',
    ]);
  });

  test('does not start after a run of a draft, and not while it is paused', async () => {
    const { engine } = await open();
    await applyJob(engine, 'a');
    await applyJob(engine, 'b', { triggers: [after(['a'])] });
    await runByHand(engine, 'a', 'draft');
    await engine.jobs.pause(ada, 'b', '');
    await runByHand(engine, 'a');
    expect(history(engine).filter(line => line.includes(' b '))).toEqual([]);
    expect(ledger(engine)).toEqual([expect.stringContaining('skipped paused')]);
  });

  test('shows in the simulation', async () => {
    const { engine } = await open();
    await applyJob(engine, 'a', { triggers: [{ schedule: { cron: '0 6 * * *' } }] });
    await applyJob(engine, 'b', { triggers: [after(['a'])] });
    const { runs, total } = engine.fires.simulate(2);
    expect(total).toBe(4);
    expect(runs.map(({ job, after: upstream, at }) => [job, upstream, at.slice(8, 16)])).toEqual([
      ['a', null, '02T06:00'],
      ['b', 'a', '02T06:00'],
      ['a', null, '03T06:00'],
      ['b', 'a', '03T06:00'],
    ]);
  });
});

describe('a chain is refused', () => {
  test('that comes back to where it began, with the way', async () => {
    const { engine } = await open();
    await applyJob(engine, 'a');
    let before = 'a';
    for (const name of ['b', 'c', 'd', 'e']) {
      await applyJob(engine, name, { triggers: [after([before])] });
      before = name;
    }
    await expect(applyJob(engine, 'a', { triggers: [after(['e'])] })).rejects.toThrow(
      'a → b → c → d → e → a',
    );
    await expect(applyJob(engine, 'x', { triggers: [after(['x'])] })).rejects.toThrow('x → x');
    await expect(applyJob(engine, 'a', { triggers: [after(['a'])] })).rejects.toThrow('a → a');
  });

  test('that an earlier definition would close', async () => {
    const { engine } = await open();
    await applyJob(engine, 'a');
    await applyJob(engine, 'b');
    await applyJob(engine, 'b', { triggers: [after(['a'])] });
    await applyJob(engine, 'b');
    await applyJob(engine, 'a', { triggers: [after(['b'])] });
    await expect(
      engine.jobs.activate(ada, { job: 'b', version: 2, confirm_shared_target: false }),
    ).rejects.toThrow('b → a → b');
  });

  test('over environments, after what was deleted, and the deletion of what others start after', async () => {
    const { engine } = await open();
    await applyJob(engine, 'a');
    await expect(
      applyJob(engine, 'b', { environment: 'test', triggers: [after(['a'])] }),
    ).rejects.toMatchObject({
      details: { problems: [{ path: 'triggers[0].job.after[0]' }] },
    });
    await applyJob(engine, 'b', { triggers: [after(['a'])] });
    await expect(engine.jobs.remove(ada, 'a')).rejects.toThrow('"b" starts after "a"');
    await expect(applyJob(engine, 'a', { environment: 'test' })).rejects.toThrow('"b" starts after "a"');
    await engine.jobs.remove(ada, 'b');
    await engine.jobs.remove(ada, 'a');
    await expect(applyJob(engine, 'c', { triggers: [after(['a'])] })).rejects.toThrow('a');
  });
});

test('a deployment to an environment that is gone keeps no engine from opening', async () => {
  const directory = temporaryDirectory();
  const clock = new FakeClock();
  const command = await openScheduled(clock, { directory, schedules: false });
  await applyEnvironment(command, 'gone', 1);
  const target = { database: 'dev', schema: 'S', table: 'j' };
  await applyJob(command, 'j', { environment: 'gone', target });
  // The same table: nothing is deployed by that.
  await applyJob(command, 'j', { environment: 'dev', target });
  await command.environments.remove(ada, 'gone');
  await command.close();
  const engine = await openScheduled(clock, { directory });
  await applyJob(engine, 'after', { triggers: [{ deployment: { environment: 'dev' } }] });
  await applyJob(engine, 'k');
  await advance(engine, clock, 30_000);
  expect(history(engine)).toContain('#2 after completed');
});

describe('a job that starts after a deployment', () => {
  test('does not start after those that were there before it', async () => {
    const directory = temporaryDirectory();
    const clock = new FakeClock();
    const command = await openScheduled(clock, { directory, schedules: false });
    await applyEnvironment(command, 'prod', 9);
    await applyJob(command, 'a', { environment: 'prod' });
    await applyJob(command, 'b', { triggers: [{ deployment: { environment: 'prod' } }] });
    await command.close();
    const engine = await openScheduled(clock, { directory });
    await engine.runs.idle();
    expect(history(engine)).toEqual([]);
    await applyJob(engine, 'c', { environment: 'prod' });
    await advance(engine, clock, 30_000);
    expect(history(engine)).toEqual(['#1 b completed']);
  });

  test('starts once for each, where and of which model it says', async () => {
    const { engine } = await open();
    await applyJob(engine, 'watch', { triggers: [{ deployment: { environment: 'dev', model: 'm' } }] });
    await applyJob(engine, 'elsewhere', { triggers: [{ deployment: { environment: 'test' } }] });
    await engine.wake();
    await engine.runs.idle();
    // That `watch` and `elsewhere` went live themselves was before they listened, or in the same commit.
    const before = history(engine).length;
    await engine.models.saveDraft({ model: 'm', sql: 'select 2 as a' });
    await engine.versions.publish(ada, { model: 'm', message: '' });
    await engine.wake();
    await engine.runs.idle();
    const started = history(engine).slice(before);
    // Each job that follows the latest version deploys it: two deployments in dev.
    expect(started.every(line => line.includes('watch'))).toBe(true);
    expect(started.length).toBeGreaterThan(0);
    await engine.wake();
    await engine.runs.idle();
    expect(history(engine)).toHaveLength(before + started.length);
  });
});

import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { ada, ended } from '../../support/engine.ts';
import { crashed } from '../../support/executors.ts';
import { failure, type Point, type ScriptedWarehouse } from '../../support/scripted-warehouse.ts';
import {
  addJob,
  afterDeath,
  holdAt,
  killAt,
  onSnowflake,
  orders,
  settled,
  start,
  stepsOf,
  target,
} from './snowflake-support.ts';

/** `new`: not even the schema is there. `beside`: a view stands where a table is to be. */
async function host(scene: 'new' | 'beside') {
  const opened = await onSnowflake();
  if (scene === 'new') opened.warehouse.schemas.clear();
  else opened.warehouse.standing.set(target, { type: 'view' });
  await addJob(opened.engine, { type: 'table' });
  return opened;
}

/** The build is done and nothing else is there. */
const done = (warehouse: ScriptedWarehouse) => {
  expect([...warehouse.standing.keys()]).toEqual([orders, target]);
  expect(warehouse.standing.get(target)?.type).toBe('table');
};
/** All is as before the run. */
const untouched = (warehouse: ScriptedWarehouse, scene: 'new' | 'beside') => {
  expect([...warehouse.standing.keys()]).toEqual(scene === 'new' ? [orders] : [orders, target]);
  expect(warehouse.standing.get(target)?.type).toBe(scene === 'new' ? undefined : 'view');
};
const names = { new: ['prepare', 'build'], beside: ['shadow', 'publish', 'cleanup'] };
const idempotent = ['prepare', 'cleanup'];

describe.each(['new', 'beside'] as const)('the host killed, where the target is %s,', scene => {
  const points: [Point, string][] = names[scene].flatMap(step =>
    (['before', 'running', 'after'] as const).map((point): [Point, string] => [point, step]),
  );

  test.each(points)(
    '%s %s: the next one finds out by its own ids, and nothing is sent twice',
    async (point, step) => {
      const first = await host(scene);
      const { warehouse } = first;
      const { run, engine, clock } = await killAt(first, point, step);
      if (point === 'running') {
        const [sent] = warehouse.statements.slice(-1);
        if (!sent || sent.step !== step) throw new Error('it was not sent');
        expect(sent.state).toBe('running');
        // Still at work: that is no end, however often it is asked.
        for (let asked = 0; asked < 3; asked++) {
          const again = once(warehouse.events, 'recalled');
          clock.advance(1_000);
          await again;
          await settled();
          expect(engine.runs.get(run).state).toBe('running');
        }
        warehouse.finish(sent);
        clock.advance(1_000);
      }
      const state = await ended(engine, run);

      const [asked] = warehouse.recalls;
      const intent = engine.runs.get(run).steps.find(each => each.name === step);
      const [sent] = warehouse.statements.filter(each => each.step === step);
      if (point === 'before') {
        expect(asked?.warehouseQueryId).toBeNull();
      } else {
        expect(asked).toMatchObject({ queryId: sent?.queryId, warehouseQueryId: sent?.warehouseId });
        expect(intent?.query_id).toBe(sent?.warehouseId);
      }
      const relation = { database: 'SHOP', schema: 'MARTS', name: 'M' };
      const made =
        step === 'shadow'
          ? expect.objectContaining({ name: expect.stringMatching(/^M__SLIPWAY_/) })
          : relation;
      expect(asked?.target).toEqual(
        idempotent.includes(step) ? undefined : { relation: made, type: 'table' },
      );

      if (point === 'before' && !idempotent.includes(step)) {
        expect(state).toBe('failed');
        expect(engine.runs.get(run).failures).toMatchObject([{ code: 'lost', step, retryable: true }]);
        expect(warehouse.times(step)).toBe(0);
        expect(warehouse.times('cleanup')).toBe(scene === 'beside' ? 1 : 0);
        untouched(warehouse, scene);
      } else {
        expect(state).toBe('completed');
        for (const name of names[scene]) expect([name, warehouse.times(name)]).toEqual([name, 1]);
        done(warehouse);
      }
      expect(engine.runs.get(run).steps.filter(each => each.state === 'running')).toEqual([]);
    },
  );
});

test('a warehouse that failed the script meanwhile fails the run, and what stands beside the target goes', async () => {
  const first = await host('beside');
  const { warehouse } = first;
  const { run, engine, clock } = await killAt(first, 'running', 'publish');
  warehouse.fails = step => (step === 'publish' ? failure('privilege_missing', 'not yours') : null);
  const [sent] = warehouse.statements.slice(-1);
  if (sent) warehouse.finish(sent);
  clock.advance(1_000);
  expect(await ended(engine, run)).toBe('failed');
  expect(engine.runs.get(run).failures).toMatchObject([{ code: 'privilege_missing', step: 'publish' }]);
  expect(warehouse.times('cleanup')).toBe(1);
  untouched(warehouse, 'beside');
});

test.each(['before', 'running', 'after'] as const)(
  'killed %s it had removed what a failed build left: the next one removes it, and the failure is the same',
  async point => {
    const first = await host('beside');
    const { warehouse } = first;
    warehouse.fails = step => (step === 'publish' ? failure('warehouse_error', 'it fails') : null);
    const { run, engine, clock } = await killAt(first, point, 'cleanup');
    const [sent] = warehouse.statements.slice(-1);
    if (point === 'running' && sent) warehouse.finish(sent);
    clock.advance(1_000);
    expect(await ended(engine, run)).toBe('failed');
    expect(engine.runs.get(run).failures).toMatchObject([
      { message: 'it fails', step: 'publish', attempt: 1 },
    ]);
    expect(warehouse.times('publish')).toBe(1);
    expect(stepsOf(engine, run).slice(-3)).toEqual([
      ['publish', 'failed'],
      ['cleanup', 'failed'],
      ['cleanup', 'completed'],
    ]);
    untouched(warehouse, 'beside');
  },
);

test.each(['shadow', 'cleanup'])(
  'killed at %s of a run that was to stop: the next one removes what it left, and it is cancelled',
  async step => {
    const first = await host('beside');
    const { warehouse, engine, directory, sever } = first;
    const build = holdAt(warehouse, 'after', 'shadow');
    const run = await start(engine);
    await build.reached;
    await engine.runs.cancel(ada, run, '');
    if (step === 'cleanup') {
      const removal = holdAt(warehouse, 'running', 'cleanup');
      build.go();
      await removal.reached;
    }
    const next = await afterDeath(warehouse, directory, sever);
    const [sent] = warehouse.statements.slice(-1);
    if (sent) warehouse.finish(sent);
    next.clock.advance(1_000);
    expect(await ended(next.engine, run)).toBe('cancelled');
    expect(warehouse.times('publish')).toBe(0);
    untouched(warehouse, 'beside');
    expect(next.engine.runs.get(run).steps.filter(each => each.state === 'running')).toEqual([]);
  },
);

test('killed when it had removed what ran out of time: the next one builds it anew', async () => {
  const { warehouse, engine, directory, clock, sever } = await host('beside');
  await addJob(engine, { type: 'table' }, { timeout: '30m' });
  const build = holdAt(warehouse, 'after', 'shadow');
  const run = await start(engine);
  await build.reached;
  clock.advance(1_800_000);
  const removal = holdAt(warehouse, 'after', 'cleanup');
  build.go();
  await removal.reached;
  const next = await afterDeath(warehouse, directory, sever);
  expect(await ended(next.engine, run)).toBe('completed');
  expect(names.beside.map(step => warehouse.times(step))).toEqual([2, 1, 2]);
  done(warehouse);
});

describe('the executor alone dies', () => {
  const dieOnce = (warehouse: ScriptedWarehouse, at: Point, step: string) => {
    let died = false;
    warehouse.at = (point, of) => {
      if (died || point !== at || of !== step) return;
      died = true;
      throw crashed();
    };
  };

  test.each(['prepare', 'cleanup'])('before it sent %s: that is sent by the next one', async step => {
    const scene = step === 'prepare' ? 'new' : 'beside';
    const { engine, warehouse } = await host(scene);
    dieOnce(warehouse, 'before', step);
    const run = await start(engine);
    expect(await ended(engine, run)).toBe('completed');
    expect(warehouse.times(step)).toBe(1);
    done(warehouse);
  });

  test.each(['build', 'shadow', 'publish'])('before it sent %s: the run fails', async step => {
    const scene = step === 'build' ? 'new' : 'beside';
    const { engine, warehouse } = await host(scene);
    dieOnce(warehouse, 'before', step);
    const run = await start(engine);
    expect(await ended(engine, run)).toBe('failed');
    expect(engine.runs.get(run).failures).toMatchObject([{ code: 'executor_crashed', step }]);
    expect(warehouse.times(step)).toBe(0);
    untouched(warehouse, scene);
  });

  test.each(['prepare', 'build', 'shadow', 'publish', 'cleanup'])(
    'after %s took effect: it is not sent again',
    async step => {
      const scene = step === 'prepare' || step === 'build' ? 'new' : 'beside';
      const { engine, warehouse } = await host(scene);
      dieOnce(warehouse, 'after', step);
      const run = await start(engine);
      expect(await ended(engine, run)).toBe('completed');
      for (const name of names[scene]) expect([name, warehouse.times(name)]).toEqual([name, 1]);
      done(warehouse);
    },
  );
});

import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { keepCompiled } from '../../src/main/processes/compile-cache.ts';
import { SlipwayError } from '../../src/shared/domain/errors.ts';
import { ada, engineOptions } from '../support/engine-options.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { KillPoints } from './kill-points.ts';
import type { Action, Answer } from './protocol.ts';
import { Warehouse } from './warehouse.ts';

/**
 * The engine under test, in a process of its own, on clocks that its parent moves. Arguments: workspace, the
 * warehouse's record, seed. It does what it is told, waits until nothing happens any more, and answers.
 */
const [directory = '', record = '', seed = '0'] = process.argv.slice(2);
/** So many turns of the event loop without any write: what is left waits for a clock. */
const quietTurns = 12;
/** The most that is passed at once, as the engine looks at the wall clock so often. */
const stepMs = 30_000;

let clock = new FakeClock(0);
/** Like the wall clock, but nobody sets it. */
let world = 0;
const points = new KillPoints(record, () => ({ wall: clock.now(), world }));
points.watch();
const warehouse = new Warehouse(record, Number(seed), () => world, points.pass);
const errors: string[] = [];
let engine: Engine | undefined;

async function open(action: Action & { do: 'open' }): Promise<void> {
  clock = new FakeClock(action.wall);
  world = action.world;
  warehouse.remember();
  engine = await openEngine({
    ...engineOptions(directory, {
      write: (level, message, fields) => {
        if (level === 'error') errors.push(`${message} ${JSON.stringify(fields)}`);
      },
    }),
    clock,
    executors: warehouse.executors(),
    kinds: () => ({
      model: {
        steps: () => ['prepare', 'work'],
        again: () => null,
        plan: () => Promise.reject(new Error('nobody plans here')),
        check: () => Promise.resolve([]),
        freeze: () => ({
          sql: 'select 1',
          hash: null,
          version: 1,
          tag: null,
          target: { database: 'D', schema: 'S', name: 'T' },
        }),
        async execute(run) {
          points.pass('claimed');
          if (!run.hasCompleted('prepare')) await run.step('prepare', () => Promise.resolve());
          if (run.hasCompleted('work')) return;
          await run.step('work', async step => {
            const target = { relation: { database: 'D', schema: 'S', name: 'T' }, type: 'table' as const };
            await step.execute({ statements: [`run ${run.id}`], writes: [], target });
          });
        },
      },
    }),
  });
  if (!action.setUp) return;
  await engine.environments.apply(ada, {
    name: 'dev',
    connection: { name: 'embedded', engine: 'duckdb' },
    database: 'D',
    schema: 'S',
    limits: { max_concurrent_runs: 6 },
  });
  await engine.models.create(ada, { name: 'm', description: '', owner: '', labels: [] }, 'select 1 as a');
  await engine.versions.publish(ada, { model: 'm', message: '' });
}

/** Resolves when nothing happens any more until a clock goes on. */
async function settle(): Promise<void> {
  for (let quiet = 0, before = points.activity; quiet < quietTurns; quiet++) {
    await new Promise(setImmediate);
    if (!warehouse.tick() && points.activity === before) continue;
    before = points.activity;
    quiet = 0;
  }
}

async function advance(ms: number): Promise<void> {
  for (let left = ms; left > 0; ) {
    const step = Math.max(1, Math.min(left, stepMs, warehouse.next() - world));
    world += step;
    clock.advance(step);
    left -= step;
    await settle();
    // What was found due only at the end of the step is waited for no longer.
    clock.advance(0);
    await settle();
  }
}

async function carryOut(action: Action): Promise<void> {
  if (action.do === 'open') return await open(action);
  if (action.do === 'arm') return points.arm(action.point, action.nth);
  if (!engine) throw new Error('the engine is not open');
  switch (action.do) {
    case 'advance':
      return await advance(action.ms);
    case 'sleep':
      world += action.ms;
      clock.jump(action.ms);
      return await engine.wake();
    case 'jump':
      clock.jump(action.ms);
      return await engine.wake();
    case 'apply': {
      const { definition } = action;
      await engine.jobs.apply(ada, { definition, message: '', publish: true, confirm_shared_target: true });
      return;
    }
    case 'reset':
      return void (await engine.fires.reset(ada, action.job));
    case 'pause':
      if (action.job === null) await engine.fires.pauseAll(ada, 'chaos');
      else await engine.jobs.pause(ada, action.job, 'chaos');
      return;
    case 'resume':
      if (action.job === null) await engine.fires.resumeAll(ada);
      else await engine.jobs.resume(ada, action.job);
      return;
    case 'run':
      return void (await engine.runs.dispatch(ada, { job: action.job, cause: 'chaos', variables: {} }));
    case 'cancel':
      return void (await engine.runs.cancel(ada, action.run, 'chaos'));
    case 'retry':
      return void (await engine.runs.retry(ada, action.run, action.mode, 'chaos'));
    case 'close':
      return await close(engine);
  }
}

/** Closing waits for runs that are under way, up to a limit by the clock. */
async function close(open: Engine): Promise<void> {
  let closed = false;
  const over = open.close().then(() => (closed = true));
  while (!closed) {
    await settle();
    if (!closed) {
      world += 1_000;
      clock.advance(1_000);
    }
  }
  await over;
}

async function answer(action: Action): Promise<Answer> {
  let refused: string | null = null;
  try {
    await carryOut(action);
    if (action.do !== 'close') await settle();
  } catch (cause) {
    if (cause instanceof SlipwayError && cause.code !== 'internal') refused = cause.message;
    else errors.push(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  }
  const broken = errors.length === 0 ? null : errors.splice(0).join('\n');
  return { wall: clock.now(), world, refused, broken };
}

process.on('message', (action: Action) => void tell(action));

/** The parent says one thing at a time. */
async function tell(action: Action): Promise<void> {
  const result = await answer(action);
  process.send?.(result);
  if (action.do === 'close') process.disconnect();
}

process.send?.('ready');
// It will be killed.
keepCompiled();

import { onTestFinished } from 'vitest';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import type { RunControl } from '../../src/main/engine/kinds/kind.ts';
import { ExecutionError, type Log, type Notifier, type Secrets } from '../../src/main/engine/ports.ts';
import { createNotifier } from '../../src/main/notify/notifier.ts';
import { redaction } from '../../src/main/system/redaction.ts';
import type { JobDefinition } from '../../src/shared/contract/jobs.ts';
import type { Trigger } from '../../src/shared/contract/triggers.ts';
import { ada, engineOptions } from './engine-options.ts';
import type { FakeClock } from './fake-clock.ts';
import { memorySecrets } from './memory-secrets.ts';
import { temporaryDirectory } from './temporary.ts';

/** What a run does in place of building a table. */
export type Behaviour = (run: RunControl) => Promise<void> | void;

/** An engine on a clock that tests move, whose runs do what `behave` says: at once and well, unless it says otherwise. */
export async function openScheduled(
  clock: FakeClock,
  options: {
    directory?: string;
    behave?: Behaviour;
    schedules?: boolean;
    secrets?: Secrets;
    notifier?: Notifier;
    log?: Log;
  } = {},
): Promise<Engine> {
  const directory = options.directory ?? temporaryDirectory();
  const secrets = options.secrets ?? memorySecrets();
  const engine = await openEngine({
    ...engineOptions(directory, options.log),
    clock,
    secrets,
    notifier: options.notifier ?? createNotifier({ secrets, clock, redact: redaction.redact }),
    schedules: options.schedules ?? true,
    kinds: () => ({
      model: {
        steps: () => ['prepare', 'work'],
        again: () => null,
        plan: () => Promise.reject(new Error('nobody plans here')),
        check: () => Promise.resolve([]),
        freeze: (_definition, _environment, _model, { version }) => ({
          sql: 'select 1',
          hash: null,
          version: version === 'draft' ? null : 1,
          tag: null,
          target: null,
        }),
        async execute(run) {
          if (!run.hasCompleted('prepare')) await run.step('prepare', () => Promise.resolve());
          await run.step('work', async () => await options.behave?.(run));
        },
      },
    }),
  });
  onTestFinished(() => engine.close());
  if (engine.environments.list().length === 0) {
    for (const name of ['dev', 'test']) await applyEnvironment(engine, name, 50);
    await engine.models.create(ada, { name: 'm', description: '', owner: '', labels: [] }, 'select 1 as a');
    await engine.versions.publish(ada, { model: 'm', message: '' });
  }
  return engine;
}

/** Creates or changes an environment that has room for so many runs at once. */
export async function applyEnvironment(engine: Engine, name: string, room: number): Promise<void> {
  await engine.environments.apply(ada, {
    name,
    connection: { name: 'embedded', engine: 'duckdb' },
    database: name,
    schema: 'S',
    limits: { max_concurrent_runs: room },
  });
}

/** Creates or changes a job. */
export async function applyJob(
  engine: Engine,
  name: string,
  rest: Partial<
    Pick<
      JobDefinition,
      | 'environment'
      | 'target'
      | 'retries'
      | 'priority'
      | 'pause_after_failures'
      | 'max_concurrent_runs'
      | 'timeout'
    >
  > & {
    triggers?: Trigger[];
    /** Instead of following the latest version. */
    tag?: string;
  } = {},
): Promise<number> {
  const job = await engine.jobs.apply(ada, {
    definition: {
      name,
      kind: 'model',
      environment: 'dev',
      model: 'm',
      ...(rest.tag === undefined && { track: 'latest' }),
      target: { table: name },
      materialization: { type: 'table' },
      ...rest,
    },
    message: '',
    publish: true,
    confirm_shared_target: false,
  });
  return job.id;
}

/** Resolves when something is so; looked at again after every change that is committed. */
export async function until(engine: Engine, isSo: () => boolean): Promise<void> {
  for await (const _ of engine.bus.subscribe({})) if (isSo()) return;
}

/** The ledger in words, oldest first: "01T06:00 dispatched on_time #1". */
export function ledger(engine: Engine, job?: string): string[] {
  const { fires } = engine.fires.list({ job, limit: 1_000 });
  return fires
    .toSorted((a, b) => a.nominal_at.localeCompare(b.nominal_at) || a.id - b.id)
    .map(({ nominal_at, count, outcome, reason, away, run }) =>
      [
        nominal_at.slice(8, 16),
        count === 1 ? '' : `×${count}`,
        outcome,
        reason,
        away ?? '',
        run === null ? '' : `#${run}`,
      ]
        .filter(word => word !== '')
        .join(' '),
    );
}

/** All runs in words, oldest first: "#1 j completed". */
export function history(engine: Engine): string[] {
  const { runs } = engine.runs.list({ limit: 1_000 });
  return runs.toReversed().map(run => `#${run.id} ${run.job} ${run.state}`);
}

/** Lets time pass as on a machine that is awake, and waits for all that this leads to. */
export async function advance(engine: Engine, clock: FakeClock, ms: number): Promise<void> {
  await pass(engine, clock, ms);
  await engine.runs.idle();
}

/** Like `advance`, without waiting for the end of runs. */
export async function pass(engine: Engine, clock: FakeClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 30_000) {
    clock.advance(Math.min(left, 30_000));
    await engine.wake();
  }
}

/** The machine sleeps: the wall clock goes on, timers do not; then it wakes. */
export async function sleep(engine: Engine, clock: FakeClock, ms: number): Promise<void> {
  clock.jump(ms);
  await engine.wake();
  await engine.runs.idle();
}

/** A failure that may pass by itself. */
export function passing(message = 'not now'): ExecutionError {
  return new ExecutionError({
    code: 'executor_unavailable',
    message,
    sqlstate: null,
    query_id: null,
    retryable: true,
    hint: null,
  });
}

/** A failure that stays. */
export function lasting(message = 'never'): ExecutionError {
  return new ExecutionError({
    code: 'warehouse_error',
    message,
    sqlstate: null,
    query_id: null,
    retryable: false,
    hint: null,
  });
}

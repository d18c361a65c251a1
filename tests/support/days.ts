import { onTestFinished } from 'vitest';
import { ExecutionError, type Executor } from '../../src/main/engine/ports.ts';
import type { ModelJobDefinition } from '../../src/shared/contract/jobs.ts';
import type { Materialization } from '../../src/shared/contract/materialization.ts';
import { ada, rowsOf } from './engine.ts';
import { type Events, openEvents } from './events.ts';
import { FakeClock } from './fake-clock.ts';

export const text = 'select id, day, at, value from LAKE.RAW.EVENTS';
export const hour = 3_600_000;
export const day = 24 * hour;
export type ByTime = Extract<Materialization, { type: 'incremental' }>;
export const byDay: ByTime = {
  type: 'incremental',
  strategy: 'delete_insert',
  watermark: 'DAY',
  interval: 'day',
  begin: '2013-01-01',
};
/** A job that builds the model `events` by day. */
export const definition = (name: string, rest: Partial<ModelJobDefinition> = {}): ModelJobDefinition => ({
  name,
  kind: 'model',
  environment: 'dev',
  model: 'events',
  tag: 'v1',
  target: { table: name },
  materialization: byDay,
  ...rest,
});
export const row = (id: number, date: number, value = 'a', at = `0${date} 10:00:00`) =>
  `${id}, DATE '2013-01-0${date}', TIMESTAMP '2013-01-${at}', '${value}'`;

const refused = () =>
  new ExecutionError({
    code: 'permission_denied',
    message: 'Insufficient privileges',
    sqlstate: null,
    query_id: null,
    retryable: true,
    hint: null,
  });

/** Holds every script back until it is let go, and fails a step. */
function gate() {
  let { promise, resolve } = Promise.withResolvers<void>();
  let isShut = false;
  const failing = { step: '' };
  return {
    failing,
    shut() {
      isShut = true;
      ({ promise, resolve } = Promise.withResolvers<void>());
    },
    open() {
      isShut = false;
      resolve();
    },
    change: (real: Executor): Partial<Executor> => ({
      async execute(script, hooks) {
        if (isShut && script.tag !== undefined) await promise;
        if (script.tag?.step === failing.step) throw refused();
        return await real.execute(script, hooks);
      },
    }),
  };
}

/** An engine on the fifth of January 2013 by its clock, with a row of each day before. */
export async function openDays(at = '2013-01-05T06:00:00Z', sql = text) {
  const held = gate();
  const clock = new FakeClock(at);
  const events = await openEvents(sql, held.change, clock);
  onTestFinished(() => held.open());
  await events.fill(...[1, 2, 3, 4].map(n => row(n, n)));
  const apply = (job: ModelJobDefinition) =>
    events.engine.jobs.apply(ada, {
      definition: job,
      message: '',
      publish: true,
      confirm_shared_target: true,
    });
  const start = (job: string, wanted: Partial<Parameters<Events['engine']['backfills']['start']>[1]> = {}) =>
    events.engine.backfills.start(ada, { job, restate: false, cause: '', chunk: 2, ...wanted });
  const one = (limit = 1) =>
    events.engine.environments.apply(ada, {
      name: 'dev',
      connection: 'embedded',
      database: 'SHOP',
      schema: 'MARTS',
      limits: { max_concurrent_runs: limit },
    });
  const dispatch = (job: string, more: object = {}) =>
    events.engine.runs.dispatch(ada, { job, cause: '', variables: {}, ...more });
  const ids = async (table: string) =>
    (await rowsOf(events.engine, 'dev', `select id from ${table} order by id`)).map(([id]) => id);
  const values = async (table: string) =>
    (await rowsOf(events.engine, 'dev', `select value from ${table} order by id`)).map(([value]) => value);
  const missing = (job: string) => events.engine.intervals.ofJob({ job, limit: 1 }).missing;
  async function publish(sql: string, tag: string) {
    await events.engine.models.saveDraft({ model: 'events', sql });
    await events.engine.versions.publish(ada, { model: 'events', message: '', tag });
  }
  return { ...events, held, clock, apply, start, one, dispatch, ids, values, missing, publish };
}

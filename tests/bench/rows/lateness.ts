import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { Cron } from 'croner';
import type { Engine } from '../../../src/main/engine/engine.ts';
import type { Clock } from '../../../src/main/engine/ports.ts';
import { delayOf } from '../../../src/main/engine/schedule/known-schedules.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import { emptyKind, openBenchEngine, untilAllEnded } from '../bench-engine.ts';
import { percentile, type Row } from '../harness.ts';
import { installed } from '../peers/installed.ts';

const fires = 1_000;
const spreadMs = 5_000;
const minuteMs = 60_000;

/** How late something was, in ms, for each fire. */
type Lateness = number[];

export const lateness: Row = {
  name: 'lateness',
  workload: `${fires.toLocaleString('en')} fires within ${spreadMs / 1_000} s: from due to the start of the handler, idle and with all cores busy`,
  figure: 'p99_ms',
  unit: 'ms',
  goal: 'p99 ≤ floor + 2 ms',
  async sides(directory) {
    const { engine, clock, begin } = await openOurs(directory);
    const nodeCron = await installed<NodeCron>('node-cron');
    /** Idle, then with as many busy processes as there are cores. */
    const measured = async (round: () => Promise<Lateness>) => {
      const idle = await round();
      const stopLoad = await load();
      const busy = await round();
      stopLoad();
      return {
        p99_ms: percentile(idle, 0.99),
        median_ms: percentile(idle, 0.5),
        busy_p99_ms: percentile(busy, 0.99),
        busy_median_ms: percentile(busy, 0.5),
      };
    };
    return [
      {
        name: 'ours',
        what: 'the run and its ledger on disk before it starts; one timer for all',
        measure: () => measured(() => ourRound(engine, clock, begin)),
        close: () => engine.close(),
      },
      { name: 'floor', what: 'a timer for each fire, nothing written', measure: () => measured(timers) },
      {
        name: 'croner',
        what: `a timer for each schedule, nothing written; fires at whole seconds, ${fires / 5} together`,
        measure: () => measured(() => everySecond(handle => stopped(new Cron('* * * * * *', handle)))),
      },
      ...(nodeCron
        ? [
            {
              name: 'node-cron',
              what: 'the same with node-cron',
              measure: () =>
                measured(() => everySecond(handle => destroyed(nodeCron.schedule('* * * * * *', handle)))),
            },
          ]
        : []),
    ];
  },
};

interface NodeCron {
  schedule(cron: string, handle: () => void): { destroy(): unknown };
}

const stopped = (cron: Cron) => () => cron.stop();
const destroyed = (task: { destroy(): unknown }) => () => void task.destroy();

/** Finer than the system's clock gives it. */
const preciseNow = (): number => performance.timeOrigin + performance.now();

/** The system's clock, ahead by what a round needs: five-field expressions fire on the minute, and none is waited for. */
class AheadClock implements Clock {
  aheadMs = 0;
  now = () => Math.floor(preciseNow() + this.aheadMs);
  elapsed = () => systemClock.elapsed();
  timer = (ms: number, callback: () => void) => systemClock.timer(ms, callback);
}

async function openOurs(directory: string) {
  const clock = new AheadClock();
  const begin: { of: (job: number) => void } = { of: () => {} };
  const engine = await openBenchEngine(directory, {
    jobs: fires,
    kind: { ...emptyKind(), execute: run => Promise.resolve(begin.of(numberOf(run.spec.definition.name))) },
    triggers: () => [{ schedule: { cron: '* * * * *', jitter: `${spreadMs / 1_000}s` } }],
    change: () => ({ clock }),
  });
  return { engine, clock, begin };
}

/** Jobs are the first that are created: their ids are their numbers. */
const numberOf = (job: string): number => Number(job.slice('job'.length));

/** Each job's jitter makes it due at a moment of its own. */
async function ourRound(engine: Engine, clock: AheadClock, begin: { of: (job: number) => void }) {
  const late: Lateness = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  clock.aheadMs += minuteMs - ((preciseNow() + clock.aheadMs) % minuteMs) - 200;
  const minute = Math.ceil(clock.now() / minuteMs) * minuteMs;
  begin.of = job => {
    late.push(preciseNow() + clock.aheadMs - minute - delayOf(job, spreadMs));
    if (late.length === fires) resolve();
  };
  await engine.wake();
  await promise;
  await untilAllEnded(engine);
  return late;
}

async function timers(): Promise<Lateness> {
  const late: Lateness = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const from = preciseNow() + 200;
  for (let n = 0; n < fires; n++) {
    const due = from + (n * spreadMs) / fires;
    setTimeout(
      () => {
        late.push(preciseNow() - due);
        if (late.length === fires) resolve();
      },
      // A timer may fire up to a millisecond early otherwise.
      Math.ceil(due - preciseNow()),
    );
  }
  await promise;
  return late;
}

async function everySecond(schedule: (handle: () => void) => () => void): Promise<Lateness> {
  const late: Lateness = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const stops = Array.from({ length: fires / 5 }, () =>
    schedule(() => {
      const ms = preciseNow() % 1_000;
      // A timer that fires early fires in the second before.
      late.push(ms > 900 ? ms - 1_000 : ms);
      if (late.length === fires) resolve();
    }),
  );
  await promise;
  for (const stop of stops) stop();
  return late;
}

/** Keeps every core busy; resolves to what ends that. */
async function load(): Promise<() => void> {
  const children = await Promise.all(
    cpus().map(async () => {
      const child = fork(new URL('../busy.ts', import.meta.url));
      await new Promise(resolve => child.once('message', resolve));
      return child;
    }),
  );
  return () => children.forEach(child => child.kill('SIGKILL'));
}

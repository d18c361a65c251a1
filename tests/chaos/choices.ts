import type { JobDefinition } from '../../src/shared/contract/jobs.ts';
import type { Schedule, Trigger } from '../../src/shared/contract/triggers.ts';
import { type Action, killPoints } from './protocol.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export class Choices {
  readonly random: () => number;
  /** The times of each job's first schedule, as they were chosen last. */
  readonly times = new Map<string, Pick<Schedule, 'cron' | 'time_zone'>>();

  constructor(random: () => number) {
    this.random = random;
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  of<T>(list: readonly T[]): T {
    const chosen = list[Math.floor(this.random() * list.length)];
    if (chosen === undefined) throw new Error('there is nothing to choose from');
    return chosen;
  }

  between(least: number, most: number): number {
    return Math.round(least + this.random() * (most - least));
  }

  /** From minutes to weeks; short ones far more often. */
  absence(): number {
    return this.of([
      () => this.between(1, 30) * minuteMs,
      () => this.between(1, 12) * hourMs,
      () => this.between(1, 12) * hourMs,
      () => this.between(1, 3) * dayMs,
      () => (this.chance(0.3) ? this.between(7, 28) * dayMs : this.between(1, 50) * 1_000),
    ])();
  }
}

/**
 * Expressions with the zones in which another library is sure to agree: zones that change no clocks, and of those that
 * do, times of day far from the change and schedules of every hour, which are the same in UTC.
 */
const steady = ['UTC', 'Asia/Kolkata', 'Asia/Tokyo', 'America/Bogota', 'Asia/Kathmandu'];
export const changingZones = ['Europe/Berlin', 'America/New_York', 'Australia/Sydney'];
const anywhere = ['30 12 * * *', '15 11 * * 1-5', '45 18 1,15 * *', '*/20 * * * *', '7 * * * *'];
const steadyOnly = [
  '*/5 9-17 * * *',
  '0 */6 * * *',
  '*/10 * * * *',
  '10 0 * * 0',
  '0 0 L * *',
  '0 3 * * 1#2',
];

export function chooseSchedule(choices: Choices): Schedule {
  const inSteady = choices.chance(0.6);
  const cron = choices.of(inSteady ? [...steadyOnly, ...anywhere] : anywhere);
  const schedule: Schedule = { cron, time_zone: choices.of(inSteady ? steady : changingZones) };
  if (choices.chance(0.6)) schedule.catch_up = choices.of(['latest', 'all', 'skip']);
  if (choices.chance(0.6)) {
    const overlaps = ['queue_latest', 'queue_all', 'skip', 'cancel_running', 'allow'] as const;
    schedule.overlap = choices.of(
      schedule.catch_up === 'all' ? overlaps.filter(overlap => overlap !== 'queue_latest') : overlaps,
    );
  }
  if (choices.chance(0.3)) schedule.catch_up_window = choices.of(['30m', '6h', '7d']);
  if (choices.chance(0.2)) schedule.deadline = choices.of(['10m', '2h']);
  if (choices.chance(0.3)) schedule.jitter = choices.of(['2m', '45m', '3h']);
  return schedule;
}

/** Jobs whose schedules are edited again and again. */
export const scheduledJobs = ['s1', 's2', 's3', 's4', 's5'];
const base = {
  kind: 'model',
  environment: 'dev',
  model: 'm',
  track: 'latest',
  materialization: { type: 'table' },
} as const;

export function scheduledJob(choices: Choices, name: string): JobDefinition {
  const first = chooseSchedule(choices);
  const before = choices.times.get(name);
  // Often only what becomes of its fires is edited.
  if (before && choices.chance(0.5)) Object.assign(first, before);
  choices.times.set(name, { cron: first.cron, time_zone: first.time_zone });
  const triggers: Trigger[] = [{ schedule: first }];
  if (choices.chance(0.3)) {
    const schedule = chooseSchedule(choices);
    // Two that name the same times both fire at them: that a time is fired twice could not be told from it.
    const isOther = first.cron !== schedule.cron || first.time_zone !== schedule.time_zone;
    if (isOther) triggers.push({ schedule });
  }
  return {
    ...base,
    name,
    target: { table: name },
    triggers,
    ...(choices.chance(0.5) ? { retries: { max: 2, backoff: choices.of(['30s', '10m']) } } : {}),
    ...(choices.chance(0.3) ? { timeout: choices.of(['5m', '1h']) } : {}),
    ...(choices.chance(0.3) ? { priority: choices.between(-5, 5) } : {}),
    ...(choices.chance(0.1) ? { pause_after_failures: 3 } : {}),
  };
}

const after = (name: string, trigger: Trigger['job'], rest: Partial<JobDefinition> = {}): JobDefinition => ({
  ...base,
  name,
  target: { table: name },
  triggers: [{ job: trigger }],
  ...rest,
});
const ends = ['completed', 'failed', 'cancelled'] as const;

/** A chain that is not edited: from one job to three, of which two lead to one, and further. */
export const chainJobs: JobDefinition[] = [
  { ...base, name: 'root', target: { table: 'root' }, triggers: [{ schedule: { cron: '12 */2 * * *' } }] },
  after('out1', { after: ['root'] }, { retries: { max: 1, backoff: '5m' } }),
  after('out2', { after: ['root'], states: [...ends], overlap: 'queue_all' }),
  after('out3', { after: ['root'], when: 'any', overlap: 'skip' }, { timeout: '20m' }),
  after(
    'in',
    { after: ['out1', 'out2'], when: 'all', states: [...ends] },
    { retries: { max: 2, backoff: '20m' } },
  ),
  after('any', {
    after: ['out1', 'out2', 'out3', 's1'],
    when: 'any',
    states: [...ends],
    overlap: 'queue_all',
  }),
  after('last', { after: ['in', 's2'], when: 'all', overlap: 'cancel_running' }, { priority: 3 }),
];
const allJobs = [...scheduledJobs, ...chainJobs.map(job => job.name)];

/** Runs there are to do something with. */
export interface Known {
  active: number[];
  over: number[];
}

export function chooseAction(choices: Choices, known: () => Known): Action {
  const job = () => (choices.chance(0.2) ? null : choices.of(allJobs));
  const kinds: [number, () => Action | null][] = [
    [
      40,
      () => ({
        do: 'advance',
        ms: choices.of([20_000, 5 * minuteMs, hourMs, choices.between(1, 240) * minuteMs]),
      }),
    ],
    [12, () => ({ do: 'sleep', ms: choices.absence() })],
    [
      5,
      () => ({
        do: 'jump',
        ms: choices.of([1, 1, -1]) * choices.of([minuteMs, 10 * minuteMs, hourMs, dayMs]),
      }),
    ],
    [8, () => ({ do: 'pause', job: job() })],
    [14, () => ({ do: 'resume', job: job() })],
    [9, () => ({ do: 'apply', definition: scheduledJob(choices, choices.of(scheduledJobs)) })],
    [2, () => ({ do: 'reset', job: choices.of(allJobs) })],
    [9, () => ({ do: 'run', job: choices.of(allJobs) })],
    [
      7,
      () => {
        const { active } = known();
        return active.length === 0 ? null : { do: 'cancel', run: choices.of(active) };
      },
    ],
    [
      4,
      () => {
        const { over } = known();
        if (over.length === 0) return null;
        return { do: 'retry', run: choices.of(over), mode: choices.of(['today', 'exactly', 'from_failure']) };
      },
    ],
  ];
  for (;;) {
    let left = choices.random() * kinds.reduce((sum, [weight]) => sum + weight, 0);
    const chosen = kinds.find(([weight]) => (left -= weight) < 0);
    const action = chosen?.[1]();
    if (action) return action;
  }
}

export function chooseKill(choices: Choices): Action {
  return { do: 'arm', point: choices.of(killPoints), nth: choices.between(1, 3) };
}

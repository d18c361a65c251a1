import type { JobDefinition } from '../../../../shared/contract/jobs.ts';
import {
  type CatchUp,
  kindOf,
  type Overlap,
  type Schedule,
  type Trigger,
} from '../../../../shared/contract/triggers.ts';
import { isSpan, parseDuration, spanRule } from '../../../../shared/domain/duration.ts';

export type TriggerFormKind = 'schedule' | 'job' | 'deployment';
export type UpstreamState = 'completed' | 'failed' | 'skipped' | 'cancelled';

/** A trigger as it is being edited: the fields of all three kinds, of which those of `kind` count. */
export interface TriggerRow {
  key: number;
  kind: TriggerFormKind;
  cron: string;
  timeZone: string;
  catchUp: CatchUp | '';
  window: string;
  deadline: string;
  jitter: string;
  after: string[];
  states: UpstreamState[];
  when: 'any' | 'all';
  /** Empty: any model. */
  model: string;
  environment: string;
  overlap: Overlap | '';
}

/** When the job starts by itself, and what becomes of it when it fails; numbers as they were typed. */
export interface StartsForm {
  triggers: TriggerRow[];
  retries: string;
  backoff: string;
  priority: string;
  maxConcurrent: string;
  pauseAfter: string;
}

export const noStarts: StartsForm = {
  triggers: [],
  retries: '',
  backoff: '',
  priority: '',
  maxConcurrent: '',
  pauseAfter: '',
};

export function emptyTrigger(key: number, kind: TriggerFormKind, timeZone: string): TriggerRow {
  return {
    key,
    kind,
    cron: kind === 'schedule' ? '0 6 * * *' : '',
    timeZone,
    catchUp: '',
    window: '',
    deadline: '',
    jitter: '',
    after: [],
    states: ['completed'],
    when: 'all',
    model: '',
    environment: '',
    overlap: '',
  };
}

export function startsOf(definition: JobDefinition): StartsForm {
  const { triggers = [], retries, priority, max_concurrent_runs, pause_after_failures } = definition;
  const typed = (value: number | undefined) => (value === undefined ? '' : String(value));
  return {
    triggers: triggers.map(rowOf),
    retries: typed(retries?.max),
    backoff: retries?.backoff ?? '',
    priority: typed(priority),
    maxConcurrent: typed(max_concurrent_runs),
    pauseAfter: typed(pause_after_failures),
  };
}

function rowOf(trigger: Trigger, key: number): TriggerRow {
  const { schedule, job, deployment } = trigger;
  return {
    ...emptyTrigger(key, kindOf(trigger), schedule?.time_zone ?? ''),
    cron: schedule?.cron ?? '',
    catchUp: schedule?.catch_up ?? '',
    window: schedule?.catch_up_window ?? '',
    deadline: schedule?.deadline ?? '',
    jitter: schedule?.jitter ?? '',
    after: [...(job?.after ?? [])],
    states: [...(job?.states ?? ['completed' as const])],
    when: job?.when ?? 'all',
    model: deployment?.model ?? '',
    environment: deployment?.environment ?? '',
    overlap: (schedule ?? job ?? deployment)?.overlap ?? '',
  };
}

/** What the form says, as the engine takes it; what is at its default is left out. */
export function startPoliciesOf(
  form: StartsForm,
): Pick<JobDefinition, 'triggers' | 'retries' | 'priority' | 'max_concurrent_runs' | 'pause_after_failures'> {
  const number = (text: string) => (text.trim() === '' ? undefined : Number(text));
  const max = number(form.retries);
  const priority = number(form.priority);
  const concurrent = number(form.maxConcurrent);
  const pauseAfter = number(form.pauseAfter);
  return {
    ...(form.triggers.length === 0 ? {} : { triggers: form.triggers.map(triggerOf) }),
    ...(max === undefined
      ? {}
      : { retries: { max, ...(form.backoff.trim() === '' ? {} : { backoff: form.backoff.trim() }) } }),
    ...(priority === undefined ? {} : { priority }),
    ...(concurrent === undefined ? {} : { max_concurrent_runs: concurrent }),
    ...(pauseAfter === undefined ? {} : { pause_after_failures: pauseAfter }),
  };
}

/** The time zone of the first schedule, which holds for intervals without one of their own; undefined without a schedule. */
export function scheduledZone(triggers: readonly TriggerRow[]): string | undefined {
  const first = triggers.find(({ kind }) => kind === 'schedule');
  return first && (first.timeZone === '' ? 'UTC' : first.timeZone);
}

/** The schedule of a row. */
export function scheduleOf(row: TriggerRow): Schedule {
  const filled = <K extends string>(key: K, text: string) =>
    text.trim() === '' ? {} : ({ [key]: text.trim() } as Record<K, string>);
  return {
    cron: row.cron.trim(),
    ...filled('time_zone', row.timeZone),
    ...(row.catchUp === '' ? {} : { catch_up: row.catchUp }),
    ...filled('catch_up_window', row.window),
    ...overlapOf(row),
    ...filled('deadline', row.deadline),
    ...filled('jitter', row.jitter),
  };
}

const overlapOf = ({ overlap }: TriggerRow) => (overlap === '' ? {} : { overlap });

function triggerOf(row: TriggerRow): Trigger {
  if (row.kind === 'schedule') return { schedule: scheduleOf(row) };
  if (row.kind === 'deployment') {
    return {
      deployment: {
        ...(row.model === '' ? {} : { model: row.model }),
        environment: row.environment,
        ...overlapOf(row),
      },
    };
  }
  const isDefault = row.states.length === 1 && row.states[0] === 'completed';
  return {
    job: {
      after: row.after,
      ...(isDefault ? {} : { states: row.states }),
      ...(row.when === 'all' ? {} : { when: row.when }),
      ...overlapOf(row),
    },
  };
}

const numbers = {
  retries: { least: 0, most: 20 },
  priority: { least: -100, most: 100 },
  maxConcurrent: { least: 1, most: 100 },
  pauseAfter: { least: 1, most: 1_000 },
} as const;

/** What is wrong or missing, by field: `triggers.KEY.cron`, `retries`. */
export function addStartProblems(
  form: StartsForm,
  wrong: Record<string, string>,
  missing: Record<string, string>,
): void {
  for (const row of form.triggers) addTriggerProblems(row, wrong, missing);
  for (const [field, { least, most }] of Object.entries(numbers)) {
    const text = form[field as keyof typeof numbers].trim();
    const value = Number(text);
    if (text !== '' && !(Number.isInteger(value) && value >= least && value <= most)) {
      wrong[field] = `A whole number from ${least} to ${most}`;
    }
  }
  if (form.backoff.trim() !== '') {
    if (!isDuration(form.backoff)) wrong.backoff = `A duration is ${spanRule}`;
    else if (form.retries.trim() === '') missing.retries = 'How many times?';
  }
}

function addTriggerProblems(
  row: TriggerRow,
  wrong: Record<string, string>,
  missing: Record<string, string>,
): void {
  const at = `triggers.${row.key}`;
  if (row.kind === 'schedule') {
    if (row.cron.trim() === '') missing[`${at}.cron`] = 'When does it start?';
    for (const field of ['window', 'deadline', 'jitter'] as const) {
      if (row[field].trim() !== '' && !isDuration(row[field]))
        wrong[`${at}.${field}`] = `A duration is ${spanRule}`;
    }
    if (row.catchUp === 'all' && row.overlap === 'queue_latest') {
      wrong[`${at}.overlap`] =
        'Of the runs that catching up on all asks for only the last would be left: choose “all wait” or “both run”';
    }
  } else if (row.kind === 'job') {
    if (row.after.length === 0) missing[`${at}.after`] = 'After which jobs?';
    if (row.states.length === 0) missing[`${at}.states`] = 'At least one state';
  } else if (row.environment === '') missing[`${at}.environment`] = 'Where does it go live?';
}

const isDuration = (text: string) => parseDuration(text) !== undefined && isSpan(text);

const scheduleFields: Record<string, string> = {
  cron: 'cron',
  time_zone: 'timeZone',
  catch_up: 'catchUp',
  catch_up_window: 'window',
  overlap: 'overlap',
  deadline: 'deadline',
  jitter: 'jitter',
};

/** The field that a path of the engine is about: `triggers[0].schedule.cron` is `triggers.KEY.cron`. */
export function startFieldOf(path: string, form: StartsForm): string | undefined {
  const plain: Record<string, string> = {
    'retries.max': 'retries',
    'retries.backoff': 'backoff',
    retries: 'retries',
    priority: 'priority',
    max_concurrent_runs: 'maxConcurrent',
    pause_after_failures: 'pauseAfter',
  };
  if (plain[path] !== undefined) return plain[path];
  const isOfTriggers = /^triggers\b/.test(path);
  if (!isOfTriggers) return undefined;
  // What is said of all of them stands at the first one.
  const [, index = '0', rest = ''] = /^triggers[[.](\d+)\]?(.*)$/.exec(path) ?? [];
  const row = form.triggers[Number(index)];
  if (!row) return undefined;
  const inner = /^\.(?:schedule|job|deployment)\.(\w+)/.exec(rest)?.[1];
  const first = { schedule: 'cron', job: 'after', deployment: 'environment' }[row.kind];
  const known =
    inner === undefined
      ? undefined
      : row.kind === 'schedule'
        ? scheduleFields[inner]
        : ['after', 'states', 'when', 'model', 'environment', 'overlap'].find(field => field === inner);
  return `triggers.${row.key}.${known ?? first}`;
}

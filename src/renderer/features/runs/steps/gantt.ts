import type { Run, Step } from '../../../../shared/contract/runs.ts';
import { tookText } from '../../../parts/run-times.ts';
import { formatDuration } from '../../../../shared/domain/duration.ts';

export type BarState = Step['state'] | 'waiting';

/** A step on the time axis; waiting for its turn is drawn like one. */
export interface Bar {
  /** Unique in the run: `queued`, `1.build`, `1.build.2` for one that was done again, `2.wait` before an attempt. */
  key: string;
  name: string;
  /** Of a wait between attempts the one after it; 0 before the first. */
  attempt: number;
  state: BarState;
  /** Null for waiting. */
  step: Step | null;
  fromMs: number;
  toMs: number;
  /** It is still going on: `toMs` is now. */
  open: boolean;
  /** The engine lost it: it ended at `toMs` or before. */
  atMost: boolean;
}

export interface Chart {
  bars: Bar[];
  fromMs: number;
  toMs: number;
}

type Drawn = Pick<Run, 'times' | 'steps' | 'state' | 'failures' | 'attempts'>;

/** All steps of a run in order, from its creation to its end, or to now while it goes on. */
export function chartOf(run: Drawn, nowMs: number): Chart {
  const fromMs = Date.parse(run.times.created_at);
  const endMs = run.times.ended_at === null ? Math.max(nowMs, fromMs) : Date.parse(run.times.ended_at);
  const claimed = run.times.claimed_at ?? run.times.ended_at;
  const waiting: Bar = {
    key: 'queued',
    name: 'queued',
    attempt: 0,
    state: 'waiting',
    step: null,
    fromMs,
    toMs: claimed === null ? endMs : Date.parse(claimed),
    open: claimed === null,
    atMost: false,
  };
  const seen = new Map<string, number>();
  const bars = run.steps.map((step): Bar => {
    const name = `${step.attempt}.${step.name}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    const open = step.ended_at === null && run.times.ended_at === null;
    return {
      key: times === 1 ? name : `${name}.${times}`,
      name: step.name,
      attempt: step.attempt,
      state: step.state,
      step,
      fromMs: Date.parse(step.started_at),
      toMs: step.ended_at === null ? endMs : Date.parse(step.ended_at),
      open,
      atMost: run.failures.some(
        ({ code, attempt, step: lost }) => code === 'lost' && attempt === step.attempt && lost === step.name,
      ),
    };
  });
  const toMs = Math.max(endMs, ...bars.map(bar => bar.toMs), fromMs + 1);
  return { bars: [waiting, ...withWaits(run, bars, endMs)], fromMs, toMs };
}

/** The steps with the time between attempts, while the next one waits for its turn, drawn like a step. */
function withWaits(run: Drawn, steps: readonly Bar[], endMs: number): Bar[] {
  const wait = (attempt: number, fromMs: number, toMs: number, open: boolean): Bar => ({
    key: `${attempt}.wait`,
    name: `wait before attempt ${attempt}`,
    attempt,
    state: 'waiting',
    step: null,
    fromMs,
    toMs: Math.max(fromMs, toMs),
    open,
    atMost: false,
  });
  const bars = steps.flatMap((bar, index) => {
    const before = steps[index - 1];
    const isFirst = before !== undefined && before.attempt < bar.attempt;
    return isFirst ? [wait(bar.attempt, before.toMs, bar.fromMs, false), bar] : [bar];
  });
  const last = steps.at(-1);
  const isOver = run.times.ended_at !== null;
  // It ended before that attempt could begin: somebody cancelled it while it waited.
  const wasCut = isOver && run.state === 'cancelled' && last?.state === 'failed';
  if (last && (wasCut || (!isOver && run.times.retry_at !== null))) {
    bars.push(wait(run.attempts + 1, last.toMs, endMs, !isOver));
  }
  return bars;
}

/** Where a bar begins and how long it is, as shares of the axis. */
export function extent(bar: Bar, { fromMs, toMs }: Chart): { left: number; width: number } {
  const span = toMs - fromMs;
  const left = Math.min(1, Math.max(0, (bar.fromMs - fromMs) / span));
  return { left, width: Math.max(0, Math.min(1 - left, (bar.toMs - bar.fromMs) / span)) };
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const thousandths = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const roundSpans = [
  ...thousandths,
  ...[1, 2, 5, 10, 15, 30].map(count => count * second),
  ...[1, 2, 5, 10, 15, 30].map(count => count * minute),
  ...[1, 2, 6, 12, 24, 48, 168].map(count => count * hour),
];

/** Round times since the start, at most `most` of them: where on the axis, and what is written there. */
export function ticks(spanMs: number, most: number): { at: number; label: string }[] {
  const every = roundSpans.find(candidate => spanMs / candidate <= most) ?? spanMs;
  const found: { at: number; label: string }[] = [];
  for (let ms = 0; ms <= spanMs; ms += every) {
    found.push({ at: ms / spanMs, label: ms === 0 ? '0' : fineDuration(ms) });
  }
  return found;
}

/** How long a step took or has taken so far. */
export function tookOf({ fromMs, toMs, atMost }: Bar): string {
  return tookText(fineDuration(Math.max(0, toMs - fromMs)), atMost);
}

/** Like `formatDuration`, to the millisecond below a second: steps are short. */
export function fineDuration(ms: number): string {
  return ms < second ? `${Math.round(ms)} ms` : formatDuration(ms);
}

/** The step one most likely wants to see: the failed one, the running one, else the last that sent something. */
export function notableBar(bars: readonly Bar[]): Bar | undefined {
  const steps = bars.filter(bar => bar.step !== null);
  return (
    steps.findLast(bar => bar.state === 'failed' || bar.state === 'cancelled') ??
    steps.findLast(bar => bar.state === 'running') ??
    steps.findLast(bar => bar.step?.query_id !== null) ??
    steps.at(-1)
  );
}

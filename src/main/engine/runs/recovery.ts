import type { Context } from '../context.ts';
import { type BuildStep, makesVisible } from '../dialects/dialect.ts';
import {
  ExecutionError,
  type Executor,
  type LogLevel,
  type Recall,
  type RecallRequest,
  type Session,
} from '../ports.ts';
import { encode, stepStateCodes } from '../store/codes.ts';
import type { StepRow } from '../store/run-rows.ts';
import { lostFailure, RunStopped } from './failures.ts';
import type { Journal } from './journal.ts';
import { pause } from './pause.ts';

/** How often a warehouse that is still at work on a script is asked again. */
const askEveryMs = 1_000;
/** How long to wait after a question without an answer: doubled each time. */
const firstWaitMs = 1_000;
const maxWaitMs = 60_000;
/** A run that takes the engine down with it must not do so for ever. */
const maxInterruptions = 3;

const running = encode(stepStateCodes, 'running');
const completed = encode(stepStateCodes, 'completed');
const failed = encode(stepStateCodes, 'failed');

/** Thrown when the engine closes before the warehouse has answered: the run stays as it is for the next start. */
export class LeftOpen extends Error {
  override readonly name = 'LeftOpen';
}

/** A run of which something is to be found out. */
export interface LostRun {
  context: Context;
  executor: Executor;
  session: Session;
  /** Aborted when the run is to stop. */
  signal: AbortSignal;
  /** Whether a time limit asked it to. */
  isOverdue(): boolean;
  log(level: LogLevel, message: string): void;
}

/** A script of which something is to be found out. */
interface LostScript extends Omit<RecallRequest, 'session'> {
  stoppable: boolean;
}

/** What the steps of a run tell that was under way when the engine stopped. */
export interface Past {
  /** Steps that ended well: not to be done again. */
  completed: string[];
  /** Readers of the target see what the run made. */
  tookEffect: boolean;
  /** Something may stand beside the target. */
  leftBehind: boolean;
  /** The step that was under way. */
  open: StepRow | null;
  /** Begun while another was under way: the removal of what the run left behind. */
  alsoOpen: StepRow[];
  /** How often the engine stopped during this attempt while nothing was in the warehouse. */
  interruptions: number;
}

/** `planned`: what a step of the run, by its name, was to do. */
export function lookBack(steps: StepRow[], attempt: number, planned: (name: string) => BuildStep): Past {
  const own = steps.filter(step => step.attempt === attempt);
  const sent = own.filter(step => step.query_id !== null);
  const purposeOf = (step: StepRow) => planned(step.name).purpose;
  const [open = null, ...alsoOpen] = own.filter(step => step.state === running);
  const again = open && open.query_id === null ? 1 : 0;
  const tookEffect = sent.some(step => step.state === completed && makesVisible(purposeOf(step)));
  // The run had given up, and what it had built beside the target is not there any more.
  const removed = !tookEffect && sent.some(step => purposeOf(step) === 'cleanup');
  return {
    completed: own
      .filter(step => step.state === completed)
      .filter(step => !removed || step.query_id === null || purposeOf(step) === 'prepare')
      .map(step => step.name),
    tookEffect,
    leftBehind: sent.some(step => purposeOf(step) === 'shadow'),
    open,
    alsoOpen,
    interruptions: own.filter(step => step.state === failed).length + again,
  };
}

/**
 * Ends the step that was under way when the engine stopped with what became of it. `effective`: its script took effect;
 * `again`: it is to be done once more; `enough`: the run had taken effect before it, and is not to be gone on with.
 * Throws what ends the run otherwise, and `LeftOpen`.
 */
export async function endOpenStep(
  run: LostRun & { journal: Journal },
  past: Past,
  open: StepRow,
  { purpose, target, idempotent, stoppable }: BuildStep,
): Promise<'effective' | 'again' | 'enough'> {
  for (const { ordinal } of past.alsoOpen) {
    run.journal.endStep(ordinal, 'failed', { message: 'the engine stopped during this step' });
  }
  if (open.query_id === null) {
    if (run.signal.aborted && !past.tookEffect) throw new RunStopped();
    const times = `The engine stopped ${past.interruptions} times during this run`;
    const enough = past.interruptions > maxInterruptions;
    if (enough && !past.tookEffect) throw new ExecutionError(lostFailure(null, times));
    run.journal.endStep(open.ordinal, 'failed', { message: 'the engine stopped during this step' });
    run.log(
      'warn',
      enough
        ? `${times}: "${open.name}" is left out, what the run was for had taken effect`
        : `The engine stopped during "${open.name}", before anything was sent; doing it again`,
    );
    return enough ? 'enough' : 'again';
  }
  const trace = new ExecutionError(
    lostFailure(
      open.warehouse_query_id ?? open.query_id,
      'The engine stopped while the warehouse was at work, and the warehouse has no trace of it: nothing was written',
    ),
  );
  const script = { queryId: open.query_id, warehouseQueryId: open.warehouse_query_id, target, stoppable };
  try {
    const { rows } = await recallLost(run, open.name, script, trace);
    const message = 'had taken effect when the engine stopped';
    run.journal.endStep(open.ordinal, 'completed', { rows, message });
    run.log('info', `Re-attached: "${open.name}" ${message}`);
    return 'effective';
  } catch (cause) {
    if (cause instanceof LeftOpen) throw cause;
    // What comes after the target was built, or only describes it or clears up, decides nothing about the run.
    const decides = !past.tookEffect && purpose !== 'cleanup' && purpose !== 'comment';
    if (decides && !(idempotent && cause === trace)) throw cause;
    const message = 'had not taken effect when the engine stopped';
    run.journal.endStep(open.ordinal, 'failed', { message });
    run.log('warn', `"${open.name}" ${message}; doing it again`);
    return 'again';
  }
}

/**
 * The result of a script that took effect although its answer was lost. Throws the warehouse's failure, or `lost` when
 * it has no trace of the script: then it did not take effect.
 *
 * Only the warehouse knows which. While it cannot be asked, or is still at work, the run is under way: neither a
 * cancellation nor a time limit ends it. A stop is passed on to a warehouse that is still at work, and makes the run
 * stopped, not lost, when there is no trace of the script; a time limit does so only when it came before the loss.
 */
export async function recallLost(
  run: LostRun,
  step: string,
  script: LostScript,
  lost: ExecutionError,
): Promise<{ rows: number | null }> {
  const stoppedBefore = run.signal.aborted;
  const answer = await ask(run, step, script);
  if (answer.state === 'succeeded') return { rows: answer.rows };
  if (answer.state === 'failed') throw new ExecutionError(answer.failure);
  if (run.signal.aborted && (stoppedBefore || !run.isOverdue())) throw new RunStopped();
  throw lost;
}

/** Asks until there is an answer, without end; one that stays away is noted once. Throws `LeftOpen`, nothing else. */
async function ask(
  run: LostRun,
  step: string,
  { stoppable, ...script }: LostScript,
): Promise<Exclude<Recall, { state: 'running' }>> {
  let waitMs = firstWaitMs;
  let unanswered = false;
  for (;;) {
    if (run.context.closing.aborted) throw new LeftOpen();
    let recall: Recall;
    try {
      recall = await run.executor.recall({ ...script, session: run.session });
    } catch (cause) {
      // The end of the executors is an answer to nothing.
      if (run.context.closing.aborted) throw new LeftOpen();
      if (!unanswered) {
        const why = cause instanceof Error ? cause.message : String(cause);
        run.log(
          'warn',
          `The warehouse cannot be asked what became of "${step}": ${why}. Asking again until it answers`,
        );
      }
      unanswered = true;
      await pause(run.context, waitMs);
      waitMs = Math.min(2 * waitMs, maxWaitMs);
      continue;
    }
    if (unanswered) run.log('info', 'The warehouse answers again');
    unanswered = false;
    waitMs = firstWaitMs;
    if (recall.state !== 'running') return recall;
    // Also when the run was asked to stop while the warehouse could not be reached.
    if (run.signal.aborted && stoppable) void run.executor.cancel(script.queryId).catch(() => {});
    await pause(run.context, askEveryMs);
  }
}

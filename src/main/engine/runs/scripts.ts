import { makesVisible } from '../dialects/dialect.ts';
import type { CompiledSpec, FrozenSpec, StepScript } from '../kinds/kind.ts';
import { isExecutorGone, type QueryTag, type ScriptResult } from '../ports.ts';
import type { StepRow } from '../store/run-rows.ts';
import { onlyStep } from './compiled.ts';
import { isLoss, RunStopped, toFailure } from './failures.ts';
import type { Feed } from './feed.ts';
import type { Journal } from './journal.ts';
import { endOpenStep, LeftOpen, lookBack, type LostRun, recallLost } from './recovery.ts';

/** A run that sends scripts. */
export interface SendingRun extends LostRun {
  id: number;
  attempt: number;
  spec: FrozenSpec;
  compiled: CompiledSpec | null;
  journal: Journal;
  /** Asks the run to stop after the time of a limit; returns what calls that off. */
  startTimeout(limit: string | undefined, limitOf: string): () => void;
  tagOf(step: string): QueryTag;
}

/** What a script that was sent is known by; all of it is asked again after a crash. */
interface Sent {
  queryId: string;
  stoppable: boolean;
}

/** The scripts of a run: intent is committed before one is sent, the result after, and in between the warehouse knows. */
export class Scripts {
  /** Readers of the target see what the run made: from here on it ends with what really happened, whatever is asked of it. */
  tookEffect = false;
  private readonly run: SendingRun;
  private readonly feed: Feed;
  private inFlight: Sent | null = null;
  /** Something may stand beside the target that only this run knows of. */
  private leftBehind = false;

  constructor(run: SendingRun, feed: Feed) {
    this.run = run;
    this.feed = feed;
  }

  /** A script is in the warehouse. */
  get busy(): boolean {
    return this.inFlight !== null;
  }

  /** Asks the warehouse to stop what it is at work on, where that can be stopped. */
  stop(): void {
    if (this.inFlight?.stoppable) void this.run.executor.cancel(this.inFlight.queryId).catch(() => {});
  }

  /** Throws `RunStopped` where the run is to stop and still can. */
  throwIfStopped(): void {
    if (this.run.signal.aborted && !this.tookEffect) throw new RunStopped();
  }

  async send(step: { name: string; ordinal: number }, script: StepScript): Promise<ScriptResult> {
    try {
      return await this.sendOnce(step, script);
    } catch (cause) {
      // The warehouse has no trace of it.
      if (!script.idempotent || !isLoss(cause)) throw cause;
      return await this.sendOnce(step, script);
    }
  }

  private async sendOnce(
    step: { name: string; ordinal: number },
    { purpose = 'build', stoppable = true, statements, writes, target }: StepScript,
  ): Promise<ScriptResult> {
    const { run } = this;
    this.throwIfStopped();
    const queryId = run.context.ids.uuid();
    const builds = purpose === 'build' || purpose === 'shadow';
    await run.journal.intent(step.ordinal, queryId, statements, builds);
    this.throwIfStopped();
    if (purpose === 'shadow') this.leftBehind = true;
    this.inFlight = { queryId, stoppable };
    let warehouseQueryId: string | null = null;
    const stopTimer = run.startTimeout(
      run.spec.environment.limits.statement_timeout ?? undefined,
      'a statement in this environment',
    );
    try {
      const result = await run.executor.execute(
        {
          queryId,
          session: run.session,
          tag: run.tagOf(step.name),
          statements,
          writes,
          ...(target && { target }),
        },
        {
          onSubmitted: id => {
            warehouseQueryId = id;
            if (id !== queryId) run.journal.warehouseId(step.ordinal, id);
          },
          onProgress: progress => this.feed.setProgress(run.id, { step: step.name, ...progress }),
          onTrouble: why =>
            why === null
              ? run.log('info', 'The warehouse answers again')
              : run.log(
                  'warn',
                  `The warehouse cannot be asked how "${step.name}" is: ${why}. Asking again until it answers`,
                ),
        },
      );
      this.tookEffect ||= makesVisible(purpose);
      return result;
    } catch (cause) {
      // The executor died under the script: the warehouse knows whether it took effect.
      if (!isLoss(cause)) throw cause;
      const lost = { queryId, warehouseQueryId, target, stoppable };
      const { rows } = await recallLost(run, step.name, lost, cause);
      this.tookEffect ||= makesVisible(purpose);
      run.log('warn', 'The executor died, but the warehouse confirms that the script had taken effect');
      return { rows, bytes: null };
    } finally {
      this.inFlight = null;
      stopTimer();
    }
  }

  /**
   * Goes on where the run stood when the engine stopped. Returns the steps that are not to be done again; null when nothing
   * of the run is left to be done. Throws what ends the run otherwise, and `LeftOpen`.
   */
  async takeUp(earlier: StepRow[]): Promise<string[] | null> {
    const past = lookBack(earlier, this.run.attempt, name => this.planned(name));
    this.tookEffect = past.tookEffect;
    this.leftBehind = past.leftBehind;
    const { open, completed } = past;
    if (!open) {
      this.throwIfStopped();
      return completed;
    }
    const step = this.planned(open.name);
    if (open.query_id !== null) this.inFlight = { queryId: open.query_id, stoppable: step.stoppable };
    const outcome = await endOpenStep(this.run, past, open, step).finally(() => (this.inFlight = null));
    if (outcome === 'enough') return null;
    this.tookEffect ||= outcome === 'effective' && makesVisible(step.purpose);
    // What was removed may be built and left there once more.
    const again = outcome === 'again' || (step.purpose === 'cleanup' && !this.tookEffect);
    return again ? completed : [...completed, open.name];
  }

  /**
   * Removes what the run has left beside its target, as it does not come to publish it. What goes wrong with that is
   * told, and changes nothing of how the run ends. Throws `LeftOpen`, nothing else.
   */
  async cleanUp(): Promise<void> {
    const { run } = this;
    const step = run.compiled?.build.find(({ purpose }) => purpose === 'cleanup');
    if (!step || !this.leftBehind || this.tookEffect) return;
    const { statements, writes } = step;
    const ordinal = run.journal.beginStep(step.name);
    try {
      const queryId = run.context.ids.uuid();
      await run.journal.intent(ordinal, queryId, statements, false);
      const script = { queryId, session: run.session, tag: run.tagOf(step.name), statements, writes };
      await run.executor.execute(script);
      run.journal.endStep(ordinal, 'completed', { message: 'what was built beside the target is removed' });
    } catch (cause) {
      // The next start finds it in the record, and removes it then.
      if (run.context.closing.aborted && isExecutorGone(cause)) throw new LeftOpen();
      const message = `What was built beside the target may still be there: ${toFailure(cause, run.context.redact).message}`;
      run.journal.endStep(ordinal, 'failed', { message });
      run.log('warn', `${message}. Remove it with: ${statements.join('; ')}`);
    }
  }

  private planned(name: string) {
    const { compiled, spec } = this.run;
    return compiled?.build.find(step => step.name === name) ?? onlyStep(name, spec);
  }
}

import type { LogLine, Run, RunSummary, RunUpdate } from '../../../shared/contract/runs.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { RunState } from '../../../shared/domain/run-state.ts';
import { type Actor, actorText } from '../actor.ts';
import { moveMarks } from '../conditions/marks.ts';
import { type Context, iso } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import { noteIntervals } from '../intervals/ledger.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobKinds } from '../kinds/index.ts';
import { numberAfter } from '../lookup.ts';
import type { FrozenSpec, RunOverrides } from '../kinds/kind.ts';
import type { Models } from '../models/models.ts';
import type { Notices } from '../notify/notices.ts';
import { decode, encode, logLevelCodes, runStateCodes, triggerKindCodes } from '../store/codes.ts';
import { likePattern } from '../store/models.ts';
import type { RunFilter } from '../store/run-pages.ts';
import type { RunRow } from '../store/run-rows.ts';
import type { Tx } from '../store/store.ts';
import { ActiveRun } from './active-run.ts';
import { createChains } from './chains.ts';
import { Dispatcher, type Place } from './dispatcher.ts';
import { type EndListener, Endings } from './endings.ts';
import { Feed } from './feed.ts';
import { createFreezer } from './freezer.ts';
import { frozenSpec } from './frozen-spec.ts';
import { createJobPlans } from './plan.ts';
import { requireReason } from './overrides.ts';
import { isOfBackfill } from './priorities.ts';
import { createRetries, longestBackoffMs, retryAfter } from './retries.ts';
import { toRun, toRunSummary } from './run-view.ts';
import { byHand, createStarter } from './starter.ts';

export interface RunListInput {
  job?: string | undefined;
  environment?: string | undefined;
  model?: string | undefined;
  state?: RunState[] | undefined;
  trigger?: (typeof triggerKindCodes)[number] | undefined;
  draft?: boolean | undefined;
  since?: string | undefined;
  until?: string | undefined;
  search?: string | undefined;
  limit: number;
  after?: string | undefined;
}

export interface DispatchInput extends RunOverrides {
  job: string;
  cause: string;
}

/** Runs that a person or program asked for: any engine carries them out, also that of a single command. */
const handStarted: readonly string[] = ['manual', 'api'];
/** A clock that is corrected by less was not set back. */
const clockSlackMs = 60_000;

export type Runs = ReturnType<typeof createRuns>;

/** Runs: dispatching jobs, carrying them out, and the record of what happened. */
export function createRuns(
  context: Context,
  areas: { environments: Environments; models: Models; jobs: Jobs; kinds: JobKinds; notices: Notices },
) {
  const { store } = context;
  const { environments, models, jobs, kinds, notices } = areas;
  const sql = store.sql.runs;
  const feed = new Feed(store.sql);
  const active = new Map<number, { run: ActiveRun; over: Promise<void> }>();
  /** The run being dispatched, if it starts with the same commit: its specification need not be read again. */
  let fresh: { id: number; spec: FrozenSpec } | null = null;
  const freezer = createFreezer(context, areas);
  const dispatcher = new Dispatcher(
    {
      ...store.sql,
      runs: { active: sql.active, claim: { run: claim } },
      workspaceLimit: () =>
        store.sql.settings.get<number | null>('max_concurrent_runs', null) ?? Number.POSITIVE_INFINITY,
      backfillLimit: () => store.sql.settings.get('max_concurrent_backfills', 1),
    },
    id => start(id),
    context.schedules ? undefined : isForCommand,
  );
  const endings = new Endings(context, {
    jobs,
    notices,
    dispatcher,
    feed,
    requestStop: id => active.get(id)?.run.requestStop(),
  });
  const plans = createJobPlans(context, { freezer, jobs, kinds });
  const starter = createStarter(context, { freezer, dispatcher, endings });
  const chains = createChains(store.sql, { jobs, starter, notices });
  endings.onEnd((tx, run, state) => chains.runEnded(tx, run, state));
  endings.onEnd((tx, run, state) => {
    if (state === 'completed' && run.draft === 0) moveMarks(store.sql, tx, run);
  });
  endings.onEnd((_, run, state, result) => {
    if (state !== 'completed') return;
    if (result.intervals) noteIntervals(store.sql, run, result.intervals);
    if (result.wrote) store.sql.writers.set.run({ ...result.wrote, job: run.job_id, run: run.id });
  });
  endings.onEnd((tx, run, state) => notices.runEnded(tx, run, state));

  /** Whether the engine of a single command carries a run out. It would leave backfills half done that others began. */
  function isForCommand(id: number, place: Place): boolean {
    if (isOfBackfill(place)) return starter.isInserted(id);
    return handStarted.includes(decode(triggerKindCodes, place.trigger_kind));
  }

  /**
   * A job that starts: what its upstream jobs did before does not count for its next start. A further attempt of a run is
   * no start.
   */
  function claim({ id, now }: { id: number; now: number }): void {
    sql.claim.run({ id, now });
    const job = sql.jobOfFirstAttempt.get(id);
    if (job !== undefined) store.sql.triggers.forgetEndedOfJob.run(job);
  }

  function start(id: number): void {
    const row = sql.byId.get(id);
    if (!row) return;
    const spec = fresh?.id === id ? fresh.spec : null;
    const run = new ActiveRun(context, { dispatcher, endings, feed }, row, spec);
    feed.stateWritten(id, decode(runStateCodes, row.state));
    if (decode(runStateCodes, row.state) === 'pending_cancellation') run.requestStop();
    const over = run.execute(kinds[run.spec.definition.kind]).finally(() => active.delete(id));
    active.set(id, { run, over });
  }

  /** After a transaction that failed: some of it may have been thought of as done already. */
  async function orReload<T>(written: Promise<T>): Promise<T> {
    try {
      return await written;
    } catch (cause) {
      dispatcher.reload();
      context.alarm.nudge();
      throw cause;
    }
  }

  const row = (id: number): RunRow => {
    const found = sql.byId.get(id);
    if (!found) throw new SlipwayError('not_found', `There is no run #${id}`);
    return found;
  };

  const stateOf = (id: number): RunState => {
    const state = sql.stateOf.get(id);
    if (state === undefined) throw new SlipwayError('not_found', `There is no run #${id}`);
    return decode(runStateCodes, state);
  };

  /** Asks a run to stop. A pending one is cancelled at once; a running one when the warehouse has confirmed it. */
  async function cancel(actor: Actor, id: number, reason: string): Promise<{ id: number; state: RunState }> {
    await orReload(
      store.write(tx => {
        const run = row(id);
        endings.stop(
          tx,
          run,
          'cancel_requested',
          reason === '' ? `cancelled by ${actorText(actor)}` : reason,
        );
        tx.audit({
          actor: actorText(actor),
          action: 'run.cancel',
          objectType: 'run',
          objectId: id,
          objectName: store.sql.jobs.byId.get(run.job_id)?.name ?? '',
          details: { reason },
        });
        dispatcher.claimReady(tx);
      }),
    );
    return { id, state: stateOf(id) };
  }

  /** Runs whose next attempt is farther away than they were to wait: it was put off before the clock was set back. */
  const tooFar = (now: number): RunRow[] =>
    sql.farRetries.all(now + longestBackoffMs).filter(run => {
      const { definition } = frozenSpec(store.sql.documents, run.frozen_id);
      return (run.retry_at_ms ?? 0) > now + (retryAfter(definition, run.attempt) ?? 0) + clockSlackMs;
    });

  function dispatchIn(tx: Tx, actor: Actor, input: DispatchInput): { id: number; job: string } {
    const frozen = freezer.freeze(input.job, input);
    const { job, spec } = frozen;
    requireReason(spec.environment, input, input.cause);
    const id = starter.create(tx, frozen, {
      ...byHand,
      kind: actor.via === 'rest' ? 'api' : 'manual',
      actor: actorText(actor),
      cause: input.cause,
    });
    starter.recordDispatch(tx, id, actorText(actor), job.name, {
      cause: input.cause,
      version: spec.version,
      variables: Object.keys(input.variables),
      ...(spec.full_refresh && { full_refresh: true }),
      ...(spec.ignore_conditions && { ignore_conditions: true }),
    });
    tx.afterCommit(() => (fresh = { id, spec }));
    dispatcher.claimReady(tx);
    tx.afterCommit(() => (fresh = null));
    return { id, job: job.name };
  }

  return {
    /** Like `dispatch`; null where it is not wanted any more: `isWanted` is asked in the transaction that would create the run. */
    dispatchIf: (
      actor: Actor,
      input: DispatchInput,
      isWanted: () => boolean,
    ): Promise<{ id: number; job: string } | null> =>
      orReload(store.write(tx => (isWanted() ? dispatchIn(tx, actor, input) : null))),

    /** What a run would do. */
    plans,

    /** Creates a run of the job's live definition, with everything frozen; it starts as soon as there is room. */
    async dispatch(
      actor: Actor,
      input: DispatchInput,
    ): Promise<{ id: number; job: string; state: RunState }> {
      const run = await orReload(store.write(tx => dispatchIn(tx, actor, input)));
      return { ...run, state: stateOf(run.id) };
    },

    list(input: RunListInput): { runs: RunSummary[]; next: string | null } {
      const filter: RunFilter = {
        jobId: input.job === undefined ? undefined : jobs.anyRow(input.job).id,
        environmentId: input.environment === undefined ? undefined : environments.row(input.environment).id,
        modelId: input.model === undefined ? undefined : models.row(input.model).id,
        states: input.state && [...new Set(input.state)].map(state => encode(runStateCodes, state)),
        triggerKind: input.trigger === undefined ? undefined : encode(triggerKindCodes, input.trigger),
        draft: input.draft ?? false,
        sinceMs: input.since === undefined ? undefined : Date.parse(input.since),
        untilMs: input.until === undefined ? undefined : Date.parse(input.until),
        pattern: input.search?.trim() ? likePattern(input.search) : undefined,
      };
      const page = sql.page(filter, input.after, input.limit);
      return { runs: page.rows.map(toRunSummary), next: page.next };
    },

    get(id: number): Run {
      const found = row(id);
      const listed = sql.listed.get(id);
      if (!listed) throw new SlipwayError('internal', `Run #${id} belongs to nothing`);
      return toRun(store.sql, listed, found);
    },

    logs(input: {
      run: number;
      level: LogLine['level'];
      search?: string | undefined;
      limit: number;
      after?: string | undefined;
    }): { lines: LogLine[]; next: string | null } {
      const rows = sql.log.all({
        run: row(input.run).id,
        after: numberAfter(input.after, 0),
        level: encode(logLevelCodes, input.level),
        pattern: likePattern(input.search),
        limit: input.limit + 1,
      });
      const page = rows.slice(0, input.limit);
      return {
        lines: page.map(line => ({
          seq: line.seq,
          at: iso(line.at_ms),
          level: decode(logLevelCodes, line.level),
          step: line.step,
          message: line.message,
        })),
        next: rows.length > input.limit ? String(page.at(-1)?.seq) : null,
      };
    },

    follow(id: number, seq: number, signal?: AbortSignal): AsyncGenerator<RunUpdate> {
      stateOf(id);
      return feed.follow(id, seq, signal);
    },

    cancel,
    ...createRetries(context, {
      environments,
      jobs,
      kinds,
      freezer,
      starter,
      dispatcher,
      orReload,
      row,
      stateOf,
    }),

    /** What builds and the triggers of schedules and deployments go through; in a transaction of `write`. */
    triggers: {
      ...starter,
      ...chains,
      freeze: (ref: string, overrides: RunOverrides) => freezer.freeze(ref, overrides),
      stop: (tx: Tx, run: RunRow, reason: string) => endings.stop(tx, run, 'cancel_requested', reason),
      onEnd: (listener: EndListener) => endings.onEnd(listener),
      /** Like the store's, claiming what there is room for in the same commit. */
      write: <T>(work: (tx: Tx) => T): Promise<T> =>
        orReload(
          store.write(tx => {
            const value = work(tx);
            dispatcher.claimReady(tx);
            return value;
          }),
        ),
    },

    /** Starts what waits and has room: limits may have been raised. */
    async startReady(): Promise<void> {
      if (dispatcher.canStart) await orReload(store.write(tx => dispatcher.claimReady(tx)));
    },

    /** Begins the next attempts that are due, where there is room. */
    async resumeDue(now: number): Promise<void> {
      // The alarm asks every 30 s at least: what became due by a change of the clock need not be announced to it.
      const due = [...sql.dueRetries.all(now), ...tooFar(now)];
      if (due.length === 0) return;
      for (const run of due) dispatcher.resume(run.id, run);
      await orReload(store.write(tx => dispatcher.claimReady(tx)));
    },

    /** Brings every run that was under way when the engine last stopped into a true state, and starts what waits. */
    async recover(): Promise<void> {
      dispatcher.reload();
      for (const run of sql.active.all()) {
        if (run.claimed_at_ms !== null && run.retry_at_ms === null) start(run.id);
      }
      await this.startReady();
    },

    activeCount: (): number => sql.countActive.get()?.n ?? 0,

    /** Resolves when nothing is executing any more. */
    async idle(): Promise<void> {
      while (active.size > 0) await Promise.all([...active.values()].map(entry => entry.over));
    },

    /** Starts nothing more and asks what is under way to stop; what waits stays pending for the next start. */
    async stop(): Promise<void> {
      dispatcher.stop();
      const engine: Actor = { name: 'slipway', via: 'engine' };
      const asked = [...active.keys()].map(id => cancel(engine, id, 'Slipway was closed'));
      await Promise.allSettled(asked);
    },
  };
}

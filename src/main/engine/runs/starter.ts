import type { FireReason } from '../../../shared/domain/fires.ts';
import type { Overlap } from '../../../shared/contract/triggers.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { transition } from '../../../shared/domain/run-state.ts';
import type { Context } from '../context.ts';
import type { FrozenSpec } from '../kinds/kind.ts';
import { decode, encode, runStateCodes, triggerKindCodes } from '../store/codes.ts';
import type { NewRun, RunRow } from '../store/run-rows.ts';
import type { Tx } from '../store/store.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Endings } from './endings.ts';
import type { createFreezer, Frozen } from './freezer.ts';
import { isOfBackfill } from './priorities.ts';

/** Where a run comes from. */
export interface Origin
  extends Pick<
    NewRun,
    | 'actor'
    | 'cause'
    | 'trigger_id'
    | 'nominal_at_ms'
    | 'due_at_ms'
    | 'upstream_run_id'
    | 'chain_id'
    | 'depth'
  > {
  kind: (typeof triggerKindCodes)[number];
  original_run_id: number | null;
}

/** A run that a person started. */
export const byHand = {
  trigger_id: null,
  nominal_at_ms: null,
  due_at_ms: null,
  upstream_run_id: null,
  chain_id: null,
  depth: 0,
  original_run_id: null,
} as const;

/** What a trigger's call for a start led to. */
export type Started = { run: number } | { run: null; reason: FireReason; detail: string | null };

export type Starter = ReturnType<typeof createStarter>;

/** Creates runs, in transactions of the caller's; they are claimed when the caller asks the dispatcher to. */
export function createStarter(
  context: Context,
  parts: { freezer: ReturnType<typeof createFreezer>; dispatcher: Dispatcher; endings: Endings },
) {
  const { store } = context;
  const { freezer, dispatcher, endings } = parts;
  const sql = store.sql.runs;
  /** Runs of backfills that were created here. */
  const ofBackfills = new Set<number>();

  function create(tx: Tx, frozen: Frozen, origin: Origin): number {
    return insert(tx, subjectOf(frozen), origin);
  }

  function insert(tx: Tx, subject: RunSubject, { kind, ...rest }: Origin): number {
    const run: NewRun = {
      ...subject,
      state: encode(runStateCodes, 'pending'),
      trigger_kind: encode(triggerKindCodes, kind),
      created_at_ms: tx.now,
      ...rest,
    };
    const id = Number(sql.insert.run(run).lastInsertRowid);
    tx.changed('run', id);
    if (isOfBackfill(run)) ofBackfills.add(id);
    dispatcher.enqueue(id, run);
    return id;
  }

  function recordDispatch(tx: Tx, id: number, actor: string, jobName: string, details: object): void {
    tx.audit({
      actor,
      action: 'run.dispatch',
      objectType: 'run',
      objectId: id,
      objectName: jobName,
      details: { ...details },
    });
  }

  /** Makes room for a new run as its trigger wants it; null, or why there is to be none. */
  function clash(active: RunRow[], overlap: Overlap): string | null {
    const [first] = active;
    return overlap === 'skip' && first ? `#${first.id} was not over` : null;
  }

  /** Ends the runs that a newer one takes the place of. */
  function giveWay(tx: Tx, active: RunRow[], overlap: Overlap, newer: number): void {
    const cancels = overlap === 'cancel_running';
    for (const run of active) {
      const state = decode(runStateCodes, run.state);
      if (state === 'pending') {
        // What waits because a person asked for it is not given up for what comes by itself.
        const byItself = run.trigger_id !== null;
        if (byItself && (cancels || overlap === 'queue_latest')) {
          endings.stop(tx, run, 'superseded', `superseded by #${newer}`);
        }
      } else if (cancels && transition(state, 'cancel_requested').ok) {
        endings.stop(tx, run, 'cancel_requested', `cancelled by #${newer}`);
      }
    }
  }

  return {
    create,
    /** A run of what was frozen before. */
    insert,
    /** Whether a run of a backfill was created by this engine. */
    isInserted: (id: number): boolean => ofBackfills.has(id),
    recordDispatch,

    /** A trigger calls for a start of a job. What keeps it from starting is returned, not thrown. */
    startByTrigger(tx: Tx, jobId: number, overlap: Overlap, origin: Origin): Started {
      // Runs of a backfill only wait in between: they neither keep others from starting nor give way to them.
      const active = sql.activeOfJob.all(jobId).filter(run => !isOfBackfill(run));
      const reason = clash(active, overlap);
      if (reason !== null) return { run: null, reason: 'overlap', detail: reason };
      let frozen: Frozen;
      try {
        frozen = freezer.freeze(String(jobId), { variables: {} });
      } catch (cause) {
        if (!(cause instanceof SlipwayError)) throw cause;
        return { run: null, reason: 'not_runnable', detail: cause.message };
      }
      const id = create(tx, frozen, origin);
      recordDispatch(tx, id, origin.actor, frozen.job.name, {
        cause: origin.cause,
        version: frozen.spec.version,
      });
      giveWay(tx, active, overlap, id);
      return { run: id };
    },
  };
}

/** What a run is of. */
export type RunSubject = Pick<
  NewRun,
  | 'job_id'
  | 'job_version'
  | 'environment_id'
  | 'model_id'
  | 'model_version'
  | 'tag'
  | 'draft'
  | 'frozen_id'
  | 'priority'
>;

export function subjectOf({ job, spec, documentId }: Frozen): RunSubject {
  return {
    job_id: job.id,
    job_version: job.live_version ?? 0,
    environment_id: spec.environment.id,
    model_id: job.model_id,
    model_version: spec.version,
    tag: spec.tag,
    draft: isDraft(spec) ? 1 : 0,
    frozen_id: documentId,
    priority: spec.definition.priority ?? 0,
  };
}

export function isDraft(spec: FrozenSpec): boolean {
  return spec.sql !== null && spec.version === null;
}

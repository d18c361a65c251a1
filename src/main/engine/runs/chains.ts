import type { Trigger } from '../../../shared/contract/triggers.ts';
import type { FireReason } from '../../../shared/domain/fires.ts';
import type { RunState } from '../../../shared/domain/run-state.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Notices } from '../notify/notices.ts';
import { encode, fireOutcomeCodes } from '../store/codes.ts';
import type { NewFire } from '../store/fire-rows.ts';
import type { RunRow } from '../store/run-rows.ts';
import type { Sql, Tx } from '../store/store.ts';
import type { TriggerRow } from '../store/triggers.ts';
import { isOfBackfill } from './priorities.ts';
import type { Started, Starter } from './starter.ts';

/** A chain has no more runs: no cycle can be published, but jobs may be edited while a chain runs. */
const maxRuns = 50;

/** What called for a start, other than a schedule. */
interface Cause {
  /** Id of the upstream run or deployment. */
  id: number;
  actor: string;
  text: string;
  upstream: RunRow | null;
}

/** Starts jobs after others and after deployments; each call for a start is in the ledger, whatever became of it. */
export function createChains(sql: Sql, areas: { jobs: Jobs; starter: Starter; notices: Notices }) {
  const { jobs, starter, notices } = areas;

  /** Once for each trigger and cause: the ledger has room for no second. */
  function call(tx: Tx, trigger: TriggerRow, cause: Cause): void {
    const { upstream } = cause;
    const depth = upstream ? upstream.depth + 1 : 0;
    const started = refuse(trigger, depth) ?? start(tx, trigger, cause, depth);
    const outcome = started.run === null ? 'skipped' : 'dispatched';
    const fire: NewFire = {
      job_id: trigger.job_id,
      trigger_id: trigger.id,
      cause_id: cause.id,
      nominal_at_ms: tx.now,
      last_at_ms: tx.now,
      count: 1,
      due_at_ms: tx.now,
      decided_at_ms: tx.now,
      outcome: encode(fireOutcomeCodes, outcome),
      reason: started.run === null ? started.reason : 'on_time',
      away: null,
      detail: started.run === null ? (started.detail ?? cause.text) : cause.text,
      run_id: started.run,
      wake_id: null,
    };
    sql.fires.insert.run(fire);
    if (outcome === 'skipped') notices.fireDecided(tx, outcome, fire);
    tx.changed('fire', null);
  }

  function refuse(trigger: TriggerRow, depth: number): Started | null {
    const paused: FireReason | null = jobs.pauses.pausedBy(trigger.job_id);
    if (paused) return { run: null, reason: paused, detail: null };
    // The first run of a chain has the depth 0.
    if (depth < maxRuns) return null;
    return { run: null, reason: 'depth', detail: `the chain has ${maxRuns} runs already` };
  }

  function start(tx: Tx, trigger: TriggerRow, { actor, text, upstream }: Cause, depth: number): Started {
    const { job, deployment } = JSON.parse(trigger.spec_json) as Trigger;
    return starter.startByTrigger(tx, trigger.job_id, (job ?? deployment)?.overlap ?? 'queue_latest', {
      kind: upstream ? 'job' : 'deployment',
      actor,
      cause: text,
      trigger_id: trigger.id,
      nominal_at_ms: null,
      due_at_ms: null,
      upstream_run_id: upstream?.id ?? null,
      chain_id: upstream ? (upstream.chain_id ?? upstream.id) : null,
      depth,
      original_run_id: null,
    });
  }

  return {
    /** A run ended: starts what waits for that, in the transaction that ended it. */
    runEnded(tx: Tx, run: RunRow, state: RunState): void {
      // What was only tried out is no reason to go on.
      if (run.draft === 1) return;
      for (const trigger of sql.triggers.listeningTo.all(run.job_id)) {
        const { job } = JSON.parse(trigger.spec_json) as Trigger;
        const states: readonly string[] = job?.states ?? ['completed'];
        if (!states.includes(state)) continue;
        // What a backfill fills in is no news: a hundred runs of it would start the others a hundred times.
        if (isOfBackfill(run)) return;
        // A build that has the job starts it itself.
        if (sql.builds.hasJob.get(run.id, trigger.job_id) === 1) continue;
        if ((job?.when ?? 'all') === 'all') {
          sql.triggers.setEnded.run(run.id, run.job_id, trigger.id);
          if ((sql.triggers.stillToEnd.get(trigger.id) ?? 0) > 0) continue;
          sql.triggers.forgetEnded.run(trigger.id);
        }
        const name = sql.jobs.nameById.get(run.job_id)?.name ?? '';
        call(tx, trigger, {
          id: run.id,
          actor: 'slipway via engine',
          text: `after ${name} #${run.id} ${state}`,
          upstream: run,
        });
      }
    },

    /** A version went live: starts what waits for that. */
    deployed(
      tx: Tx,
      deployment: { id: number; environment_id: number; model_id: number; text: string; actor: string },
    ): void {
      const { id, actor, text } = deployment;
      for (const trigger of sql.triggers.ofDeployment.all(deployment)) {
        call(tx, trigger, { id, actor, text, upstream: null });
      }
    },
  };
}

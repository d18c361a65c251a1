import type { Backfill, BackfillPlan, BackfillSummary } from '../../../shared/contract/backfills.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { isBuildOver } from '../../../shared/domain/build-state.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { usualChunk } from '../../../shared/domain/intervals.ts';
import { displayRelation } from '../../../shared/domain/relation.ts';
import { type Actor, actorText } from '../actor.ts';
import { type Context, iso } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import { requireIntervals } from '../intervals/settings.ts';
import { countBetween, startOf } from '../intervals/grid.ts';
import { builtOf } from '../intervals/ledger.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { targetOf } from '../kinds/targets.ts';
import { numberAfter } from '../lookup.ts';
import { requireReason } from '../runs/overrides.ts';
import type { Runs } from '../runs/runs.ts';
import { backfillPriority } from '../runs/priorities.ts';
import { subjectOf } from '../runs/starter.ts';
import type { BackfillListRow } from '../store/backfills.ts';
import { buildModelStateCodes, buildStateCodes, decode, encode, triggerKindCodes } from '../store/codes.ts';
import type { JobRow } from '../store/jobs.ts';
import type { Tx } from '../store/store.ts';
import { toBackfill, toPlannedChunk, toSummary } from './backfill-view.ts';
import { type Chunk, chunksOf, countBuilt, rangeOf, type Wanted } from './plan.ts';
import { BackfillProgress } from './progress.ts';

export interface BackfillInput extends Wanted {
  job: string;
}

export type Backfills = ReturnType<typeof createBackfills>;

/** Backfills: a range of the intervals of one job, built in chunks, one run after the other and below all other runs. */
export function createBackfills(
  context: Context,
  areas: { environments: Environments; jobs: Jobs; runs: Runs },
) {
  const { store } = context;
  const { environments, jobs, runs } = areas;
  const sql = store.sql.backfills;
  const progress = new BackfillProgress(context, runs);

  function row(id: number): BackfillListRow {
    const found = sql.listed.get(id);
    if (!found) throw new SlipwayError('not_found', `There is no backfill #${id}`);
    return found;
  }

  function planOf(input: BackfillInput) {
    const job = jobs.row(input.job);
    const settings = requireIntervals(job);
    const { grid } = settings;
    const range = rangeOf(input, settings, startOf(grid, context.clock.now()));
    const built = builtOf(store.sql, job.id, settings, context.clock.now());
    return { job, grid, range, built, chunks: chunksOf(range, built, input, grid) };
  }

  function begin(tx: Tx, actor: Actor, input: BackfillInput & { cause: string }): number {
    const { job, grid, range, chunks } = planOf(input);
    const frozen = runs.triggers.freeze(String(job.id), { variables: {} });
    const { environment } = frozen.spec;
    if (chunks.length === 0) {
      throw new SlipwayError('precondition', 'There is nothing to build: every interval of it is built', {
        hint: 'To build them again, ask for a restatement',
      });
    }
    requireReason(environment, { variables: {}, restate: input.restate }, input.cause);
    refuseSecond(job);
    const { priority: _, draft: __, model_version: version, ...subject } = subjectOf(frozen);
    const by = actorText(actor);
    const chunk = input.chunk ?? usualChunk[grid.interval];
    const id = Number(
      sql.insert.run({
        ...subject,
        version,
        priority: backfillPriority,
        trigger_kind: kindOf(actor),
        interval: grid.interval,
        time_zone: grid.zone.name,
        from_ms: range.from,
        to_ms: range.to,
        chunk,
        restate: input.restate ? 1 : 0,
        state: encode(buildStateCodes, 'running'),
        actor: by,
        cause: input.cause,
        created_at_ms: tx.now,
      }).lastInsertRowid,
    );
    const waiting = encode(buildModelStateCodes, 'waiting');
    for (const [index, { from, to, count }] of chunks.entries()) {
      const position = index + 1;
      sql.insertChunk.run({ backfill_id: id, position, from_ms: from, to_ms: to, count, state: waiting });
    }
    audit(tx, actor, 'backfill.start', id, job.name, {
      from: iso(range.from),
      to: iso(range.to),
      restate: input.restate,
      runs: chunks.length,
      cause: input.cause,
    });
    progress.goOn(tx, id);
    tx.changed('backfill', id);
    return id;
  }

  /** Two that work on one target would only wait for each other. */
  function refuseSecond(job: Pick<JobRow, 'id' | 'name'>): void {
    const other = sql.active.all().find(({ job_id }) => job_id === job.id);
    if (!other) return;
    throw new SlipwayError('conflict', `Backfill #${other.id} of "${job.name}" is not over`, {
      hint: 'Wait for its end, or cancel it',
    });
  }

  function audit(tx: Tx, actor: Actor, action: string, id: number, name: string, details: object): void {
    tx.audit({
      actor: actorText(actor),
      action,
      objectType: 'backfill',
      objectId: id,
      objectName: name,
      details: { ...details },
    });
  }

  function summary(id: number): BackfillSummary {
    return toSummary(store.sql, row(id));
  }

  return {
    /**
     * What a backfill would build, in which runs, and what the first of them would do. Writes nothing. Throws `precondition`
     * for a job without intervals, `validation` for a range that is none.
     */
    async plan(input: BackfillInput, signal?: AbortSignal): Promise<BackfillPlan> {
      const { job, grid, range, built, chunks } = planOf(input);
      const environment = environments.get(String(job.environment_id));
      const definition = JSON.parse(job.live_json ?? '') as JobDefinition;
      const target = targetOf(definition, environment);
      const [next] = chunks;
      return {
        job: job.name,
        environment: environment.name,
        protected: environment.protected,
        target: target && displayRelation(target),
        interval: grid.interval,
        time_zone: grid.zone.name,
        range: { from: iso(range.from), to: iso(range.to), count: countBetween(grid, range.from, range.to) },
        restate: input.restate,
        built: countBuilt(built, range, grid),
        count: chunks.reduce((sum, { count }) => sum + count, 0),
        chunks: chunks.map(toPlannedChunk),
        first: next ? await firstRun(job, next, input.restate, signal) : null,
      };
    },

    /** Begins a backfill; its runs start one after the other, as there is room. */
    async start(actor: Actor, input: BackfillInput & { cause: string }): Promise<BackfillSummary> {
      return summary(await runs.triggers.write(tx => begin(tx, actor, input)));
    },

    list(input: { job?: string | undefined; limit: number; after?: string | undefined }): {
      backfills: BackfillSummary[];
      next: string | null;
    } {
      const page = { before: numberAfter(input.after, Number.MAX_SAFE_INTEGER), limit: input.limit + 1 };
      const rows =
        input.job === undefined
          ? sql.page.all(page)
          : sql.pageOfJob.all({ ...page, job: jobs.anyRow(input.job).id });
      const shown = rows.slice(0, input.limit);
      return {
        backfills: shown.map(each => toSummary(store.sql, each)),
        next: rows.length > input.limit ? String(shown.at(-1)?.id) : null,
      };
    },

    get: (id: number): Backfill => toBackfill(store.sql, row(id)),

    /** Cancels its run and starts no others; it is over when the warehouse has confirmed that. */
    async cancel(actor: Actor, id: number, reason: string): Promise<BackfillSummary> {
      await runs.triggers.write(tx => {
        const found = row(id);
        const state = decode(buildStateCodes, found.state);
        if (state !== 'running') {
          const why = isBuildOver(state) ? `it is over (${state})` : 'it is being cancelled already';
          throw new SlipwayError('conflict', `Backfill #${id} cannot be cancelled: ${why}`);
        }
        progress.cancel(tx, found, reason === '' ? `cancelled by ${actorText(actor)}` : reason);
        audit(tx, actor, 'backfill.cancel', id, found.job_name, { reason });
      });
      return summary(id);
    },

    /** Goes on with one that did not complete: what it did not build is built, as it was fixed when it began. */
    async resume(actor: Actor, id: number): Promise<BackfillSummary> {
      await runs.triggers.write(tx => {
        const found = row(id);
        const state = decode(buildStateCodes, found.state);
        if (state !== 'failed' && state !== 'cancelled') {
          throw new SlipwayError('conflict', `Backfill #${id} cannot be gone on with: it is ${state}`);
        }
        refuseSecond({ id: found.job_id, name: found.job_name });
        sql.setState.run(encode(buildStateCodes, 'running'), null, id);
        sql.waitAgain.run(id);
        progress.goOn(tx, id);
        tx.changed('backfill', id);
        audit(tx, actor, 'backfill.resume', id, found.job_name, {});
      });
      return summary(id);
    },

    /** Goes on with those that have no run: the engine before was closed in the midst of them. */
    async takeUp(): Promise<void> {
      if (sql.active.all().length > 0) await runs.triggers.write(tx => progress.fill(tx));
    },
  };

  async function firstRun({ id }: JobRow, { from, to }: Chunk, restate: boolean, signal?: AbortSignal) {
    const range = { from, to, restate, first: true };
    return await runs.plans.ofJob(String(id), { variables: {}, range }, signal);
  }
}

const kindOf = ({ via }: Actor) => encode(triggerKindCodes, via === 'rest' ? 'api' : 'manual');

import Database from 'better-sqlite3';
import { delayOf } from '../../src/main/engine/schedule/known-schedules.ts';
import { policyOf } from '../../src/shared/domain/schedule-policy.ts';
import type { Trigger } from '../../src/shared/contract/triggers.ts';
import { fireOutcomes } from '../../src/shared/domain/fires.ts';
import { runStates } from '../../src/shared/domain/run-state.ts';
import type { Noted } from './journal.ts';
import { NominalWalk } from './nominal-walk.ts';
import { applyEntry, type Entry, type Query, stateOf } from './warehouse.ts';

/** Told once more here, so that a mistake in the engine's own table is found. */
const legal = new Set(
  [
    ['pending', 'running', 'skipped', 'cancelled'],
    ['running', 'pending_cancellation', 'completed', 'failed', 'skipped'],
    ['pending_cancellation', 'completed', 'failed', 'cancelled'],
  ].flatMap(([from, ...states]) => states.map(to => `${from} → ${to}`)),
);
const terminal = new Set(['completed', 'failed', 'skipped', 'cancelled']);

interface TriggerRow {
  id: number;
  job_id: number;
  kind: string;
  spec_json: string;
  mark_at_ms: number | null;
  retired_at_ms: number | null;
}

interface FireRow {
  id: number;
  job_id: number;
  trigger_id: number;
  cause_id: number;
  nominal_at_ms: number;
  last_at_ms: number;
  count: number;
  decided_at_ms: number;
  outcome: number;
  reason: string;
  run_id: number | null;
}

/** What is known of a trigger beside its row. */
interface Watched {
  row: TriggerRow;
  spec: Trigger;
  delayMs: number;
  /** The fires that the ledger has up to here are those that it is to have. */
  walk: NominalWalk | null;
  /** Upstream jobs that ended as wanted since the job last started. */
  ended: Set<number>;
}

interface RunFacts {
  job: number;
  trigger: number | null;
  nominal: number | null;
  state: string;
}

/** Checks what the engine committed and what the warehouse did against each other; each thing once. */
export class Invariants {
  readonly violations: string[] = [];
  readonly fires: Record<string, number> = Object.fromEntries(fireOutcomes.map(outcome => [outcome, 0]));
  readonly runs: Record<string, number> = {};
  chainFires = 0;
  private readonly db: Database.Database;
  private readonly environmentLimit: number;
  private lastSeq = 0;
  private readonly triggers = new Map<number, Watched>();
  private readonly runFacts = new Map<number, RunFacts>();
  private readonly queries = new Map<string, Query>();
  private readonly queryOfRun = new Map<number, Query>();
  private readonly claimed = new Map<number, Set<number>>();
  private readonly parked = new Set<number>();
  private readonly limits = new Map<number, number>();
  private readonly paused = new Set<number>();
  /** Starts that ends of runs call for, "trigger:run". */
  private readonly awaited = new Set<string>();
  private readonly startedBySchedule = new Set<number>();
  /** By job: what its schedules fired since one began them anew, "cron zone nominal". */
  private readonly dispatched = new Map<number, Set<string>>();

  constructor(file: string, environmentLimit: number) {
    this.db = new Database(file, { readonly: true });
    this.environmentLimit = environmentLimit;
  }

  close(): void {
    this.db.close();
  }

  active(): number[] {
    return [...this.runFacts].filter(([, { state }]) => !terminal.has(state)).map(([id]) => id);
  }

  /** The newest runs that are over. */
  over(): number[] {
    const recent = [...this.runFacts].slice(-200);
    return recent.filter(([, { state }]) => terminal.has(state)).map(([id]) => id);
  }

  runCount(): number {
    return this.runFacts.size;
  }

  /** New lines of the warehouse's record, in order. */
  recorded(entries: Entry[]): void {
    for (const entry of entries) {
      if (entry.what === 'submitted') {
        const before = this.queryOfRun.get(entry.run);
        const state = before && stateOf(before, entry.at);
        if (state !== undefined && state !== 'failed_passing') {
          this.violate(`run #${entry.run} was executed again after its query ${before?.id} (${state})`);
        }
      }
      applyEntry(this.queries, entry);
      if (entry.what === 'submitted') {
        const query = this.queries.get(entry.query);
        if (query) this.queryOfRun.set(entry.run, query);
      }
    }
  }

  /** Everything committed since the last check. `awake`: the engine has done what is due by `wall`. */
  check({ wall, world, awake }: { wall: number; world: number; awake: boolean }): void {
    // One look, so that rows and journal belong together.
    this.db.transaction(() => {
      const noted = this.db
        .prepare<[number], Noted>('SELECT * FROM chaos_journal WHERE seq > ? ORDER BY seq')
        .all(this.lastSeq);
      const fires: FireRow[] = [];
      for (const note of noted) this.take(note, fires, world);
      this.lastSeq = noted.at(-1)?.seq ?? this.lastSeq;
      for (const missing of this.awaited) this.violate(`nothing is in the ledger for trigger:run ${missing}`);
      this.awaited.clear();
      this.checkLedger(fires);
      this.checkAllRunsAccounted(noted);
      if (awake) this.checkUpTo(wall);
    })();
  }

  /** After everything has come to rest. */
  checkRest(): void {
    const left = this.active().map(id => `#${id} ${this.runFacts.get(id)?.state}`);
    if (left.length > 0) this.violate(`runs that do not end: ${left.slice(0, 20).join(', ')}`);
  }

  private take(note: Noted, fires: FireRow[], world: number): void {
    const { id, a, b, c } = note;
    switch (note.what) {
      case 'run':
        this.runFacts.set(id, { job: a ?? 0, trigger: b, nominal: c, state: 'pending' });
        return;
      case 'attempt':
        return this.begun(id, c ?? 0, b ?? 0);
      case 'state':
        return this.moved(id, runStates[a ?? -1] ?? '?', runStates[b ?? -1] ?? '?', c ?? 0, world);
      case 'parked':
        return void this.parked.add(id);
      case 'limit':
        return void this.limits.set(id, a ?? 1);
      case 'trigger':
        return this.added(id, a);
      case 'mark':
        if ((b ?? 0) < (a ?? 0))
          this.violate(`the mark of trigger ${id} moved back from ${at(a)} to ${at(b)}`);
        return;
      case 'paused':
        return void this.paused.add(id);
      case 'resumed':
        return void this.paused.delete(id);
      case 'reset':
        return void this.dispatched.delete(id);
      case 'fire':
        return this.fired(id, fires);
    }
  }

  private added(id: number, mark: number | null): void {
    const row = this.trigger(id);
    const spec = JSON.parse(row.spec_json) as Trigger;
    const { schedule } = spec;
    this.triggers.set(id, {
      row,
      spec,
      delayMs: schedule ? delayOf(row.job_id, policyOf(schedule).jitterMs) : 0,
      walk: schedule ? new NominalWalk(schedule, mark ?? 0) : null,
      ended: new Set(),
    });
  }

  private trigger(id: number): TriggerRow {
    const row = this.db.prepare<[number], TriggerRow>('SELECT * FROM triggers WHERE id = ?').get(id);
    if (!row) throw new Error(`trigger ${id} is gone`);
    return row;
  }

  private begun(run: number, job: number, attempt: number): void {
    const ofJob = this.claimed.get(job) ?? new Set<number>();
    this.claimed.set(job, ofJob);
    this.parked.delete(run);
    if (attempt === 1) {
      const limit = this.limits.get(job) ?? 1;
      if (ofJob.size > 0 && ofJob.size >= limit) {
        this.violate(
          `run #${run} started beside ${[...ofJob].map(id => `#${id}`).join(', ')}; job ${job} allows ${limit}`,
        );
      }
      // What upstream jobs did before this start does not count for the next one.
      for (const trigger of this.triggers.values()) if (trigger.row.job_id === job) trigger.ended.clear();
    }
    ofJob.add(run);
    let places = -this.parked.size;
    for (const runs of this.claimed.values()) places += runs.size;
    if (places > this.environmentLimit) this.violate(`run #${run} is number ${places} in its environment`);
  }

  private moved(run: number, from: string, to: string, job: number, world: number): void {
    if (!legal.has(`${from} → ${to}`)) this.violate(`run #${run} went from ${from} to ${to}`);
    const facts = this.runFacts.get(run);
    if (facts && facts.state !== from) this.violate(`run #${run} was ${facts.state}, not ${from}`);
    if (facts) facts.state = to;
    if (!terminal.has(to)) return;
    this.claimed.get(job)?.delete(run);
    this.parked.delete(run);
    this.runs[to] = (this.runs[to] ?? 0) + 1;
    this.checkTruth(run, to, world);
    for (const [id, watched] of this.triggers) this.await(id, watched, run, job, to);
  }

  /** An end calls for starts: with "any" each does, with "all" the last of them. */
  private await(id: number, { row, spec, ended }: Watched, run: number, job: number, state: string): void {
    const wanted = spec.job;
    if (!wanted?.after.includes(String(job)) || row.retired_at_ms !== null) return;
    if (!(wanted.states ?? ['completed']).some(each => each === state)) return;
    if ((wanted.when ?? 'all') === 'all') {
      ended.add(job);
      if (ended.size < new Set(wanted.after).size) return;
      ended.clear();
    }
    this.awaited.add(`${id}:${run}`);
  }

  /** The end that is recorded is what happened in the warehouse. */
  private checkTruth(run: number, state: string, world: number): void {
    const query = this.queryOfRun.get(run);
    const truth = query ? stateOf(query, world) : 'never submitted';
    const allowed: Record<string, string[]> = {
      completed: ['succeeded'],
      failed: ['failed', 'failed_passing', 'stopped', 'never submitted'],
      cancelled: ['stopped', 'failed_passing', 'never submitted'],
      skipped: ['never submitted'],
    };
    if (!allowed[state]?.includes(truth)) {
      this.violate(
        `run #${run} is recorded as ${state}, in the warehouse its query ${query?.id ?? ''} is ${truth}`,
      );
    }
    if (state !== 'failed') return;
    const lost = this.db
      .prepare<[number], { query_id: string | null }>(
        `SELECT s.query_id FROM run_failures f JOIN run_steps s ON s.run_id = f.run_id AND s.attempt = f.attempt
         WHERE f.run_id = ? AND f.code = 'lost' AND s.query_id IS NOT NULL`,
      )
      .all(run)
      .find(({ query_id }) => this.queries.has((query_id ?? '').replace(/^wh-/, '')));
    if (lost)
      this.violate(`run #${run} is recorded as lost, but the warehouse has its query ${lost.query_id}`);
  }

  private fired(id: number, fires: FireRow[]): void {
    const row = this.db.prepare<[number], FireRow>('SELECT * FROM fires WHERE id = ?').get(id);
    if (!row) return this.violate(`fire ${id} is gone`);
    const outcome = fireOutcomes[row.outcome] ?? '?';
    if (row.cause_id === 0) {
      this.fires[outcome] = (this.fires[outcome] ?? 0) + row.count;
      fires.push(row);
    } else {
      this.chainFires += 1;
      const key = `${row.trigger_id}:${row.cause_id}`;
      if (!this.awaited.delete(key))
        this.violate(`trigger:run ${key} was not to start anything, but is in the ledger`);
    }
    if (outcome === 'coalesced' && row.run_id === null)
      this.violate(`fire ${id} was coalesced, but into no run`);
    if (outcome !== 'dispatched') return;
    if (this.paused.has(0) || this.paused.has(row.job_id))
      this.violate(`fire ${id} started a run of a paused job`);
    if (row.cause_id === 0) this.firedOnce(row);
    const run = row.run_id === null ? undefined : this.runFacts.get(row.run_id);
    if (run?.trigger !== row.trigger_id)
      this.violate(`fire ${id} was dispatched, but run #${row.run_id} is not of it`);
    if (row.run_id === null) return;
    if (this.startedBySchedule.has(row.run_id)) this.violate(`run #${row.run_id} was started by two fires`);
    this.startedBySchedule.add(row.run_id);
    if (row.cause_id === 0 && run?.nominal !== row.nominal_at_ms) {
      this.violate(`run #${row.run_id} is for ${at(run?.nominal)}, its fire for ${at(row.nominal_at_ms)}`);
    }
  }

  /** Neither an edit nor a clock that was set back lets a job start twice for the same time. */
  private firedOnce({ id, job_id, trigger_id, nominal_at_ms }: FireRow): void {
    const schedule = this.triggers.get(trigger_id)?.spec.schedule;
    const fire = `${schedule?.cron} ${schedule?.time_zone} ${at(nominal_at_ms)}`;
    const ofJob = this.dispatched.get(job_id) ?? new Set<string>();
    this.dispatched.set(job_id, ofJob);
    if (ofJob.has(fire)) this.violate(`fire ${id} starts job ${job_id} once more for ${fire}`);
    ofJob.add(fire);
  }

  private checkAllRunsAccounted(noted: Noted[]): void {
    for (const { what, id } of noted) {
      if (what !== 'run' || this.startedBySchedule.has(id)) continue;
      const trigger = this.runFacts.get(id)?.trigger;
      if (trigger !== null && trigger !== undefined)
        this.violate(`run #${id} was started by trigger ${trigger}, but is not in the ledger`);
    }
  }

  /** The new rows of each schedule go on where the ones before ended, without a gap. */
  private checkLedger(fires: FireRow[]): void {
    for (const [id, rows] of Map.groupBy(fires, row => row.trigger_id)) {
      const watched = this.triggers.get(id);
      if (!watched?.walk) {
        this.violate(`trigger ${id} is no schedule, but has nominal fires`);
        continue;
      }
      for (const row of rows.sort((x, y) => x.nominal_at_ms - y.nominal_at_ms)) {
        const words = `trigger ${id} (${watched.row.spec_json}), fire ${row.id} of ${at(row.nominal_at_ms)}`;
        const first = watched.walk.take();
        let last = first;
        for (let n = 1; n < row.count; n++) last = watched.walk.take();
        if (first !== row.nominal_at_ms)
          this.violate(`${words}: the one to be accounted for next is ${at(first)}`);
        else if (last !== row.last_at_ms) {
          this.violate(`${words}: the last of its ${row.count} is ${at(last)}, not ${at(row.last_at_ms)}`);
        }
        // What was edited away starts nothing: that is decided with the edit.
        const early = row.last_at_ms + watched.delayMs > row.decided_at_ms;
        if (early && row.reason !== 'replaced') {
          this.violate(`${words}: decided at ${at(row.decided_at_ms)}, before it was due`);
        }
      }
    }
  }

  /** Nothing that is due, or that the mark has passed, is missing. */
  private checkUpTo(wall: number): void {
    for (const [id, watched] of this.triggers) {
      if (!watched.walk) continue;
      const wasRetired = watched.row.retired_at_ms !== null;
      const row = (watched.row = this.trigger(id));
      const due = Math.min(wall - watched.delayMs, row.retired_at_ms ?? Number.POSITIVE_INFINITY);
      const next = watched.walk.peek();
      if (next <= Math.max(due, row.mark_at_ms ?? 0)) {
        this.violate(
          `trigger ${id} (${row.spec_json}), mark ${at(row.mark_at_ms)}, retired ${at(row.retired_at_ms)}: ` +
            `the fire of ${at(next)}, due ${at(next + watched.delayMs)}, is in no row at ${at(wall)}`,
        );
      }
      // What was edited away long ago has nothing more to come.
      if (wasRetired && wall - (row.retired_at_ms ?? 0) > watched.delayMs) this.triggers.delete(id);
    }
  }

  private violate(text: string): void {
    this.violations.push(text);
  }
}

function at(ms: number | null | undefined): string {
  return ms === null || ms === undefined
    ? 'never'
    : Number.isFinite(ms)
      ? new Date(ms).toISOString()
      : 'the end';
}

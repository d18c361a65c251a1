import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { ExecutionError, type Executor, type Executors, type Recall } from '../../src/main/engine/ports.ts';
import { seededRandom } from '../support/random.ts';

/** A line of the warehouse's own record. Times are the world's: they go on while the engine is dead or asleep, and never jump. */
export type Entry =
  | { what: 'submitted'; query: string; run: number; at: number; endsAt: number; end: QueryEnd }
  | { what: 'stopped'; query: string; at: number }
  | { what: 'killed'; point: string; wall: number; world: number };
export type QueryEnd = 'succeeded' | 'failed' | 'failed_passing';

export interface Query {
  id: string;
  run: number;
  at: number;
  endsAt: number;
  end: QueryEnd;
  stoppedAt: number | null;
}

/** What became of a query by a moment. */
export function stateOf(query: Query, world: number): 'running' | 'stopped' | QueryEnd {
  if (query.stoppedAt !== null) return 'stopped';
  return world >= query.endsAt ? query.end : 'running';
}

/** Reads the record, in order. */
export function readRecord(file: string): Entry[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map(line => JSON.parse(line) as Entry);
}

/** The warehouse's own id of a query, where it gives one. */
export const warehouseId = (query: string) => `wh-${query}`;

export function applyEntry(queries: Map<string, Query>, entry: Entry): void {
  if (entry.what === 'submitted') {
    const { query, run, at, endsAt, end } = entry;
    queries.set(query, { id: query, run, at, endsAt, end, stoppedAt: null });
  }
  if (entry.what === 'stopped') {
    const query = queries.get(entry.query);
    if (query) query.stoppedAt = entry.at;
  }
}

const minuteMs = 60_000;
const vanished = { sqlstate: null, query_id: null, hint: null };

/**
 * A warehouse that outlives the engine: what was submitted, and how it ends, is in a file of its own before the engine
 * is answered. How a query ends is decided by the seed, the run and how often the run was submitted.
 */
export class Warehouse {
  private readonly file: string;
  private readonly seed: number;
  private readonly now: () => number;
  private readonly die: (
    point: 'intent_stored' | 'submitted' | 'query_id_stored' | 'cancelling' | 'result_received',
  ) => void;
  private readonly queries = new Map<string, Query>();
  private readonly waiting = new Map<string, (ended: Query, broken: boolean) => void>();
  /** When connections break, in world time. */
  private readonly breaks = new Map<string, number>();
  private asked = 0;

  constructor(file: string, seed: number, now: () => number, die: Warehouse['die']) {
    this.file = file;
    this.seed = seed;
    this.now = now;
    this.die = die;
  }

  /** What it did while other processes talked to it; this one may have been started long before. */
  remember(): void {
    for (const entry of readRecord(this.file)) applyEntry(this.queries, entry);
  }

  /** When something of what was asked for happens next, world time. */
  next(): number {
    const ends = [...this.waiting.keys()].map(id => this.queries.get(id)?.endsAt ?? Infinity);
    return Math.min(...ends, ...this.breaks.values());
  }

  /** Answers what ended by now; returns whether there was something. */
  tick(): boolean {
    let any = false;
    for (const [id, answer] of this.waiting) {
      const query = this.queries.get(id);
      const broken = (this.breaks.get(id) ?? Infinity) <= this.now();
      if (!query || (!broken && stateOf(query, this.now()) === 'running')) continue;
      this.waiting.delete(id);
      this.breaks.delete(id);
      answer(query, broken);
      any = true;
    }
    return any;
  }

  executors(): Executors {
    const missing = () => Promise.reject(new Error('the warehouse of these tests runs scripts only'));
    const executor: Executor = {
      execute: async (script, hooks) => {
        this.die('intent_stored');
        const run = Number(/run (\d+)/.exec(script.statements[0] ?? '')?.[1]);
        const query = this.submit(script.queryId, run);
        this.die('submitted');
        hooks?.onSubmitted?.(run % 2 === 0 ? warehouseId(query.id) : query.id);
        // Until the engine has written the id down.
        for (let turn = 0; turn < 4; turn++) await new Promise(setImmediate);
        this.die('query_id_stored');
        const { promise, resolve } = Promise.withResolvers<{ ended: Query; broken: boolean }>();
        this.waiting.set(query.id, (ended, broken) => resolve({ ended, broken }));
        const { ended, broken } = await promise;
        this.die('result_received');
        if (broken) throw failure('executor_crashed', 'the connection broke', true);
        const state = stateOf(ended, this.now());
        if (state === 'succeeded') return { rows: 1, bytes: null };
        throw failureOf(state);
      },
      cancel: id => {
        this.die('cancelling');
        const query = this.find(id);
        // One in ten ends before the request reaches it.
        if (query && stateOf(query, this.now()) === 'running' && this.random(query.run, 99)() >= 0.1) {
          this.write({ what: 'stopped', query: query.id, at: this.now() });
        }
        return Promise.resolve();
      },
      recall: ({ queryId, warehouseQueryId }) => {
        const id = warehouseQueryId ?? queryId;
        if (this.random(this.asked++, 7)() < 0.1) {
          return Promise.reject(failure('executor_unavailable', 'the warehouse cannot be reached', true));
        }
        const query = this.find(id);
        const state = query ? stateOf(query, this.now()) : 'unknown';
        const recall: Recall =
          state === 'running' || state === 'unknown'
            ? { state }
            : state === 'succeeded'
              ? { state, rows: 1 }
              : { state: 'failed', failure: failureOf(state).failure };
        return Promise.resolve(recall);
      },
      query: () => {
        throw new Error('the warehouse of these tests runs scripts only');
      },
      describe: missing,
      catalog: missing,
      test: missing,
      list: missing,
      explain: missing,
      grants: missing,
      privileges: missing,
      load: missing,
    };
    return {
      for: () => executor,
      // The queries themselves go on.
      close: () => {
        for (const [id, answer] of this.waiting) {
          const query = this.queries.get(id);
          if (query) answer(query, true);
        }
        this.waiting.clear();
        return Promise.resolve();
      },
    };
  }

  private find(id: string): Query | undefined {
    return this.queries.get(id.replace(/^wh-/, ''));
  }

  private submit(id: string, run: number): Query {
    const times = [...this.queries.values()].filter(query => query.run === run).length;
    const random = this.random(run, times);
    const [kind, length, outcome, breaks] = [random(), random(), random(), random()];
    const ms = kind < 0.3 ? 0 : kind < 0.8 ? length * 10 * minuteMs : length * 180 * minuteMs;
    const end = outcome < 0.78 ? 'succeeded' : outcome < 0.9 ? 'failed_passing' : 'failed';
    const endsAt = this.now() + Math.round(ms);
    this.write({ what: 'submitted', query: id, run, at: this.now(), endsAt, end });
    if (breaks < 0.08) this.breaks.set(id, this.now() + Math.round(ms / 2));
    const query = this.queries.get(id);
    if (!query) throw new Error('what was written is not there');
    return query;
  }

  private write(entry: Entry): void {
    appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
    applyEntry(this.queries, entry);
  }

  private random(a: number, b: number): () => number {
    const random = seededRandom(
      (this.seed ^ Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b)) >>> 0,
    );
    random();
    return random;
  }
}

function failureOf(state: 'running' | 'stopped' | QueryEnd): ExecutionError {
  if (state === 'stopped') return failure('cancelled', 'stopped', false);
  return failure('warehouse_error', `it ${state}`, state === 'failed_passing');
}

function failure(code: string, message: string, retryable: boolean): ExecutionError {
  return new ExecutionError({ ...vanished, code, message, retryable });
}

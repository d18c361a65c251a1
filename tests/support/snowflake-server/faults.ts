import type { Clock } from '../../../src/main/engine/ports.ts';
import type { Statement } from './statements.ts';
import type { WireColumn, WireRow } from './results.ts';

export type Matcher = string | RegExp;

/** Which statements: all of what is given must fit. Texts fit where they occur. */
export interface StatementMatch {
  sql?: Matcher;
  queryTag?: Matcher;
}

/** Which requests, how often, and for how long; without either, until the fault is taken back. */
export interface RequestMatch {
  method?: string;
  path?: Matcher;
  times?: number;
  /** By the server's clock. */
  forMs?: number;
}

/**
 * What a client gets instead of an answer. `cut`: the connection ends without one; `hang`: nothing comes; `half`: the first
 * half of the answer; `wait`: the right answer, late.
 */
export type Misanswer =
  | { how: 'status'; status: number; body?: string }
  | { how: 'html' }
  | { how: 'half' }
  | { how: 'cut' }
  | { how: 'hang' }
  | { how: 'redirect'; to: string }
  | { how: 'refuse'; code: string; message: string }
  | { how: 'wait'; ms: number };

/** `lost`: 404; `failing`: 503; `corrupt`: bytes that are no gzip; `cut`: the connection ends within the body. */
export type BadChunk = 'lost' | 'failing' | 'corrupt' | 'cut';

/** Takes a fault back. */
export interface Fault {
  readonly id: number;
  clear(): void;
}

/** Statements that wait for the test. */
export interface Hold extends Fault {
  /** Those that wait or have waited, in the order they came. */
  readonly statements: readonly Statement[];
  /** Resolves with the first one that waits, now or later. */
  held(): Promise<Statement>;
  /** Lets all go on, and those that come later too. */
  release(): void;
}

interface RequestFault {
  id: number;
  match: RequestMatch;
  /** The request does its work first; only its answer is lost. */
  after: boolean;
  misanswer: Misanswer;
  left: number;
}

interface StatementHold {
  id: number;
  match: StatementMatch;
  at: 'start' | 'end';
  statements: Statement[];
  released: Promise<void>;
}

interface AnswerFault {
  id: number;
  match: StatementMatch;
  change: (data: Record<string, unknown>) => void;
  left: number;
}

/** Everything that can be made to go wrong. Nothing does by itself. */
export class Faults {
  /** How far the server's clock is from the right one when it looks at a JWT, in ms. */
  clockSkewMs = 0;
  #lastId = 0;
  readonly #requests: RequestFault[] = [];
  readonly #holds: StatementHold[] = [];
  readonly #answers: AnswerFault[] = [];
  readonly #chunks: { id: number; how: BadChunk; index: number | null; left: number }[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #releases = new Map<number, () => void>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Makes statements wait: at the start nothing of them has happened, at the end all of it has. */
  hold(match: StatementMatch & { at?: 'start' | 'end' } = {}): Hold {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { at = 'start', ...statements } = match;
    const hold: StatementHold = {
      id: ++this.#lastId,
      match: statements,
      at,
      statements: [],
      released: promise,
    };
    this.#holds.push(hold);
    const release = () => {
      remove(this.#holds, hold);
      this.#releases.delete(hold.id);
      resolve();
    };
    this.#releases.set(hold.id, release);
    return {
      id: hold.id,
      statements: hold.statements,
      held: async () => {
        for (;;) {
          const [first] = hold.statements;
          if (first !== undefined) return first;
          await new Promise<void>(next => this.#listeners.add(next));
        }
      },
      release,
      clear: release,
    };
  }

  /** Answers requests wrongly. With `after`, they have had their effect by then. */
  request(misanswer: Misanswer, match: RequestMatch & { after?: boolean } = {}): Fault {
    const { after = false, times = Number.POSITIVE_INFINITY, forMs } = match;
    const fault: RequestFault = { id: ++this.#lastId, match, after, misanswer, left: times };
    this.#requests.push(fault);
    const unschedule =
      forMs === undefined ? () => {} : this.#clock.timer(forMs, () => this.clearOne(fault.id));
    return this.#fault(fault.id, () => {
      unschedule();
      remove(this.#requests, fault);
    });
  }

  /** Spoils chunks of results as they are fetched. */
  chunk(how: BadChunk, options: { index?: number; times?: number } = {}): Fault {
    const { index = null, times = Number.POSITIVE_INFINITY } = options;
    const fault = { id: ++this.#lastId, how, index, left: times };
    this.#chunks.push(fault);
    return this.#fault(fault.id, () => remove(this.#chunks, fault));
  }

  /** Changes `data` of the answer to statements: a field left out, a cell that nobody would expect. */
  answer(
    change: (data: Record<string, unknown>) => void,
    match: StatementMatch & { times?: number } = {},
  ): Fault {
    const { times = Number.POSITIVE_INFINITY, ...statements } = match;
    const fault: AnswerFault = { id: ++this.#lastId, match: statements, change, left: times };
    this.#answers.push(fault);
    return this.#fault(fault.id, () => remove(this.#answers, fault));
  }

  /** Leaves `returned` out, for which the driver waits for ever. */
  withoutReturned(match: StatementMatch & { times?: number } = {}): Fault {
    return this.answer(data => delete data['returned'], match);
  }

  /** Gives statements the rows of the test's own choice, whatever they asked for. */
  rows(columns: WireColumn[], rows: WireRow[], match: StatementMatch & { times?: number } = {}): Fault {
    return this.answer(data => {
      Object.assign(data, { rowtype: columns, rowset: rows, returned: rows.length, total: rows.length });
      delete data['chunks'];
    }, match);
  }

  /** Takes everything back; what is held goes on. */
  clear(): void {
    for (const release of [...this.#releases.values()]) release();
    this.clockSkewMs = 0;
  }

  /** Takes one fault back by its number; false where there is none. */
  clearOne(id: number): boolean {
    const release = this.#releases.get(id);
    release?.();
    return release !== undefined;
  }

  /** Numbers of the faults that are in force. */
  get active(): number[] {
    return [...this.#releases.keys()];
  }

  /** Waits where a hold says so, until it is released or the statement aborted. */
  async checkpoint(at: 'start' | 'end', statement: Statement): Promise<void> {
    const held = this.#holds.filter(hold => hold.at === at && matches(statement, hold.match));
    for (const hold of held) {
      hold.statements.push(statement);
      this.#changed();
      await Promise.race([hold.released, aborted(statement.abort.signal)]);
    }
  }

  /** The fault that a request meets, before or after its work; it counts as one of `times`. */
  takeRequest(method: string, path: string, after: boolean): Misanswer | undefined {
    const fault = this.#requests.find(
      ({ match, left, ...other }) =>
        left > 0 &&
        other.after === after &&
        (match.method ?? method) === method &&
        (match.path === undefined || fits(path, match.path)),
    );
    if (fault === undefined) return undefined;
    fault.left--;
    if (fault.left === 0) this.clearOne(fault.id);
    return fault.misanswer;
  }

  takeChunk(index: number): BadChunk | undefined {
    const fault = this.#chunks.find(chunk => chunk.left > 0 && (chunk.index ?? index) === index);
    if (fault === undefined) return undefined;
    fault.left--;
    if (fault.left === 0) this.clearOne(fault.id);
    return fault.how;
  }

  spoil(statement: Statement, data: Record<string, unknown>): void {
    for (const fault of this.#answers.filter(({ match }) => matches(statement, match))) {
      fault.change(data);
      fault.left--;
      if (fault.left === 0) this.clearOne(fault.id);
    }
  }

  #fault(id: number, take: () => void): Fault {
    const clear = () => {
      take();
      this.#releases.delete(id);
    };
    this.#releases.set(id, clear);
    return { id, clear };
  }

  #changed(): void {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}

function matches(statement: Statement, { sql, queryTag }: StatementMatch): boolean {
  return (
    (sql === undefined || fits(statement.sql, sql)) &&
    (queryTag === undefined || fits(statement.queryTag, queryTag))
  );
}

function fits(text: string, matcher: Matcher): boolean {
  return typeof matcher === 'string' ? text.includes(matcher) : matcher.test(text);
}

function remove<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
}

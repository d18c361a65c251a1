import { SlipwayError } from '../../shared/domain/errors.ts';
import type { Clock } from '../engine/ports.ts';
import type { FunctionName } from '../engine/sql/functions.ts';
import type { Analysis } from '../engine/sql/types.ts';
import type { ChildExit, ChildHandle, Spawn } from '../processes/child.ts';
import { Answers } from './answers.ts';
import type { Answer, Request } from './protocol.ts';

export interface AnalysisOptions {
  clock: Clock;
  spawn: Spawn;
  /** The file of main.ts, as source or built. */
  entry: URL;
  /** How long one request may take once it is worked on. */
  limitMs?: number;
}

const defaultLimitMs = 2_500;
/** For starting the process and for loading its parsers, on a slow machine under load. */
const startLimitMs = 60_000;

interface Pending {
  request: Request;
  resolve: (result: unknown) => void;
  reject: (error: SlipwayError) => void;
  /** Once more after a death that may have been a coincidence, and not for ever. */
  retried: boolean;
}

interface AnalysisProcess {
  child: ChildHandle;
  /** Resolves when it has ended; never rejects. */
  ended: Promise<void>;
}

/** The client of the analysis process, which starts with the first request and does not keep this process alive. */
export function createAnalysis(options: AnalysisOptions): Analysis {
  const client = new AnalysisClient(options);
  const call = <T>(name: FunctionName, ...args: unknown[]): Promise<T> => client.call<T>(name, args);
  return {
    analyze: sql => call('analyze', sql),
    check: sql => call('check', sql),
    translate: (sql, tables = []) => call('translate', sql, tables),
    rename: (sql, replacements) => call('rename', sql, replacements),
    format: sql => call('format', sql),
    classify: (before, after) => call('classify', before, after),
    symbolAt: (sql, offset) => call('symbolAt', sql, offset),
    renameSymbol: (sql, offset, name) => call('renameSymbol', sql, offset, name),
    lineage: (sql, tables) => call('lineage', sql, tables),
    scope: (sql, offset, tables) => call('scope', sql, offset, tables),
    close: () => client.close(),
  };
}

/**
 * One process, asked in order; what it works on is always the oldest request. When that takes too long, it is killed and
 * the request fails; when it dies by itself, the request is tried once more. What waits behind is asked again.
 */
class AnalysisClient {
  readonly #options: AnalysisOptions;
  readonly #limitMs: number;
  readonly #answers = new Answers();
  /** In the order of asking. */
  readonly #pending = new Map<number, Pending>();
  #process: AnalysisProcess | null = null;
  /** Killed, and not yet gone. */
  readonly #ending = new Set<Promise<void>>();
  #ready = false;
  #stopTimer: (() => void) | null = null;
  #nextId = 1;
  #closed = false;

  constructor(options: AnalysisOptions) {
    this.#options = options;
    this.#limitMs = options.limitMs ?? defaultLimitMs;
  }

  call<T>(name: FunctionName, args: unknown[]): Promise<T> {
    if (this.#closed) return Promise.reject(closedError());
    // Asked at every key, of another text each time: nobody asks the same again.
    if (name === 'scope') return this.#ask(name, args) as Promise<T>;
    return this.#answers.get<T>(name, args, () => this.#ask(name, args));
  }

  async close(): Promise<void> {
    this.#closed = true;
    // An idle process keeps nobody waiting, but whoever closes waits for its end.
    this.#process?.child.hold?.(true);
    this.#drop();
    for (const pending of this.#take()) pending.reject(closedError());
    await Promise.all(this.#ending);
  }

  #ask(name: FunctionName, args: unknown[]): Promise<unknown> {
    const request: Request = { id: this.#nextId++, name, args };
    return new Promise((resolve, reject) => {
      this.#pending.set(request.id, { request, resolve, reject, retried: false });
      if (this.#process === null) this.#start();
      else {
        this.#process.child.post(request);
        if (this.#pending.size === 1) this.#watch();
      }
    });
  }

  #start(): void {
    const child = this.#options.spawn({ name: 'SQL analysis', entry: this.#options.entry });
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const started: AnalysisProcess = { child, ended };
    this.#process = started;
    this.#ready = false;
    child.onMessage(answer => {
      if (started === this.#process) this.#receive(answer as Answer);
    });
    child.onExit(exit => {
      resolve();
      if (started === this.#process) this.#lost(exit);
    });
    for (const { request } of this.#pending.values()) child.post(request);
    this.#watch();
  }

  #receive(answer: Answer): void {
    if (answer.kind === 'ready' || answer.kind === 'loading') {
      this.#ready = answer.kind === 'ready';
      this.#watch();
      return;
    }
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.last) this.#replace();
    else this.#watch();
    if (answer.kind === 'result') pending?.resolve(answer.result);
    else {
      const { code, message, details } = answer.error;
      pending?.reject(new SlipwayError(code, message, details));
    }
  }

  /** Gives the oldest request its time; without one, lets the process end when it wants to. */
  #watch(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    if (this.#pending.size === 0) {
      this.#process?.child.hold?.(false);
      return;
    }
    this.#process?.child.hold?.(true);
    const limit = this.#ready ? this.#limitMs : startLimitMs;
    this.#stopTimer = this.#options.clock.timer(limit, () => this.#overdue(limit));
  }

  #overdue(limit: number): void {
    this.#failOldest(
      new SlipwayError(
        'unavailable',
        `This SQL could not be analysed within ${limit / 1_000} s: make it smaller or nest it less deeply, for example by taking parts of it out into models of their own`,
      ),
    );
    this.#replace();
  }

  /**
   * The process died. To blame is what it worked on, unless it was chance; when it does not even get ready, everybody has
   * to know.
   */
  #lost(exit: ChildExit): void {
    const [oldest] = this.#pending.values();
    if (oldest?.retried === false) oldest.retried = true;
    else if (this.#ready) {
      this.#failOldest(
        new SlipwayError(
          'unavailable',
          `The SQL analysis broke off over this text (${inWords(exit)}): make it smaller or nest it less deeply`,
        ),
      );
    } else {
      const error = () =>
        new SlipwayError('unavailable', `The SQL analysis does not start (${inWords(exit)}). Try again`);
      for (const pending of this.#take()) pending.reject(error());
    }
    this.#replace();
  }

  #failOldest(error: SlipwayError): void {
    const [oldest] = this.#pending.values();
    if (oldest === undefined) return;
    this.#pending.delete(oldest.request.id);
    oldest.reject(error);
  }

  #replace(): void {
    this.#drop();
    if (this.#pending.size > 0) this.#start();
  }

  #drop(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    if (this.#process === null) return;
    const { child, ended } = this.#process;
    this.#process = null;
    child.kill();
    this.#ending.add(ended);
    void ended.then(() => this.#ending.delete(ended));
  }

  #take(): Pending[] {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    return all;
  }
}

function inWords({ code, signal }: ChildExit): string {
  if (signal !== null) return signal;
  return code === null ? 'its process cannot be started' : `exit code ${code}`;
}

function closedError(): SlipwayError {
  return new SlipwayError('unavailable', 'The SQL analysis is closed: the application is ending');
}

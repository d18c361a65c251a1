import { Worker } from 'node:worker_threads';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Clock } from '../ports.ts';
import { Answers } from './answers.ts';
import type { FunctionName } from './functions.ts';
import type { Answer, Request } from './protocol.ts';
import type { Analysis } from './types.ts';

export interface AnalysisOptions {
  clock: Clock;
  /** The file of analysis-worker.ts, as source or built. */
  worker: URL;
  /** How long one request may take once it is worked on. */
  limitMs?: number;
}

const defaultLimitMs = 2_500;
/** For starting the worker and for loading its parsers, on a slow machine under load. */
const startLimitMs = 60_000;

interface Pending {
  request: Request;
  resolve: (result: unknown) => void;
  reject: (error: SlipwayError) => void;
}

/** The client of the analysis worker. The worker starts with the first request and does not keep the process alive. */
export function createAnalysis(options: AnalysisOptions): Analysis {
  const client = new AnalysisClient(options);
  const call = <T>(name: FunctionName, ...args: unknown[]): Promise<T> => client.call<T>(name, args);
  return {
    analyze: sql => call('analyze', sql),
    check: sql => call('check', sql),
    translate: sql => call('translate', sql),
    rename: (sql, replacements) => call('rename', sql, replacements),
    format: sql => call('format', sql),
    classify: (before, after) => call('classify', before, after),
    close: () => client.close(),
  };
}

/**
 * One worker, asked in order; what it works on is always the oldest request. When that takes too long, or the worker
 * dies over it, the request fails, the worker is replaced, and everything behind it is asked again.
 */
class AnalysisClient {
  readonly #clock: Clock;
  readonly #url: URL;
  readonly #limitMs: number;
  readonly #answers = new Answers();
  /** In the order of asking. */
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #ready = false;
  #stopTimer: (() => void) | null = null;
  #nextId = 1;
  #closed = false;

  constructor({ clock, worker, limitMs = defaultLimitMs }: AnalysisOptions) {
    this.#clock = clock;
    this.#url = worker;
    this.#limitMs = limitMs;
  }

  call<T>(name: FunctionName, args: unknown[]): Promise<T> {
    if (this.#closed) return Promise.reject(closedError());
    return this.#answers.get<T>(name, args, () => this.#ask(name, args));
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#drop();
    for (const pending of this.#take()) pending.reject(closedError());
    await worker?.terminate();
  }

  #ask(name: FunctionName, args: unknown[]): Promise<unknown> {
    const request: Request = { id: this.#nextId++, name, args };
    return new Promise((resolve, reject) => {
      this.#pending.set(request.id, { request, resolve, reject });
      if (this.#worker === null) this.#start();
      else {
        post(this.#worker, request);
        if (this.#pending.size === 1) this.#watch();
      }
    });
  }

  #start(): void {
    // Without the flags of this process, which may make no sense for a file.
    const worker = new Worker(this.#url, { execArgv: [] });
    this.#worker = worker;
    this.#ready = false;
    worker.on('message', (answer: Answer) => {
      if (worker === this.#worker) this.#receive(answer);
    });
    worker.on('error', error => {
      if (worker === this.#worker) this.#lost(error.message);
    });
    worker.on('exit', code => {
      if (worker === this.#worker) this.#lost(`it ended with code ${code}`);
    });
    for (const { request } of this.#pending.values()) post(worker, request);
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
      this.#worker?.unref();
      return;
    }
    this.#worker?.ref();
    const limit = this.#ready ? this.#limitMs : startLimitMs;
    this.#stopTimer = this.#clock.timer(limit, () => this.#overdue(limit));
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

  /** The worker died. Blamed is what it worked on; when it never started, everybody has to know. */
  #lost(reason: string): void {
    if (!this.#ready) {
      this.#drop();
      for (const pending of this.#take()) {
        pending.reject(
          new SlipwayError('unavailable', `The SQL analysis does not start: ${reason}. Try again`),
        );
      }
      return;
    }
    this.#failOldest(
      new SlipwayError(
        'unavailable',
        `The SQL analysis broke off over this text (${reason}): make it smaller or nest it less deeply`,
      ),
    );
    this.#replace();
  }

  #failOldest(error: SlipwayError): void {
    const [oldest] = this.#pending.values();
    if (oldest === undefined) return;
    this.#pending.delete(oldest.request.id);
    oldest.reject(error);
  }

  #replace(): void {
    // Its end is awaited by nobody: it is not listened to any more.
    void this.#drop()?.terminate();
    if (this.#pending.size > 0) this.#start();
  }

  #drop(): Worker | null {
    const worker = this.#worker;
    this.#worker = null;
    this.#stopTimer?.();
    this.#stopTimer = null;
    return worker;
  }

  #take(): Pending[] {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    return all;
  }
}

function post(worker: Worker, request: Request): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  worker.postMessage(request);
}

function closedError(): SlipwayError {
  return new SlipwayError('unavailable', 'The SQL analysis is closed: the application is ending');
}

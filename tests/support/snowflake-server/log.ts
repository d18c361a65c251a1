import type { Clock } from '../../../src/main/engine/ports.ts';

/** What a client asked for, without anything secret. */
export interface LoggedRequest {
  atMs: number;
  method: string;
  path: string;
  requestId: string | null;
  sessionId: number | null;
  sql: string | null;
  queryTag: string | null;
  /** HTTP status; null where the connection was cut instead of answered. */
  status: number | null;
  /** Snowflake's own code of a refusal, or of a statement still running. */
  code: string | null;
}

/** A statement that was taken on: exactly one entry for each that ever ran. */
export interface Submission {
  atMs: number;
  queryId: string;
  requestId: string | null;
  sessionId: number;
  user: string;
  role: string;
  warehouse: string | null;
  sql: string;
  queryTag: string;
  asynchronous: boolean;
  describeOnly: boolean;
}

export interface Cancellation {
  atMs: number;
  queryId: string | null;
  requestId: string | null;
  /** What it met: a statement that ran, one that had ended, or none. */
  found: 'running' | 'ended' | 'unknown';
  via: 'query id' | 'request id' | 'SYSTEM$CANCEL_QUERY';
}

/** A request that the protocol does not allow. */
export interface Violation {
  atMs: number;
  method: string;
  path: string;
  reason: string;
}

/** A person was asked for something: on a second device, or in a browser. */
export interface Prompt {
  atMs: number;
  user: string;
  kind: 'second device' | 'browser';
}

/** Everything that happened, in order. Tests read it; nothing in the server depends on it. */
export class ServerLog {
  readonly requests: LoggedRequest[] = [];
  readonly submissions: Submission[] = [];
  readonly cancellations: Cancellation[] = [];
  readonly violations: Violation[] = [];
  readonly prompts: Prompt[] = [];
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  request(entry: Omit<LoggedRequest, 'atMs' | 'status' | 'code'>): LoggedRequest {
    const logged = { ...entry, atMs: this.#clock.now(), status: null, code: null };
    this.requests.push(logged);
    return logged;
  }

  submission(entry: Omit<Submission, 'atMs'>): void {
    this.submissions.push({ ...entry, atMs: this.#clock.now() });
    this.changed();
  }

  cancellation(entry: Omit<Cancellation, 'atMs'>): void {
    this.cancellations.push({ ...entry, atMs: this.#clock.now() });
    this.changed();
  }

  violation(entry: Omit<Violation, 'atMs'>): void {
    this.violations.push({ ...entry, atMs: this.#clock.now() });
    this.changed();
  }

  prompt(entry: Omit<Prompt, 'atMs'>): void {
    this.prompts.push({ ...entry, atMs: this.#clock.now() });
    this.changed();
  }

  /** Submissions whose text matches; for "exactly one". */
  submitted(matcher: string | RegExp): Submission[] {
    return this.submissions.filter(({ sql }) =>
      typeof matcher === 'string' ? sql.includes(matcher) : matcher.test(sql),
    );
  }

  /** Resolves when `condition` holds, looked at after everything that happens. */
  async until(condition: (log: this) => boolean): Promise<void> {
    while (!condition(this)) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#listeners.add(resolve);
      await promise;
    }
  }

  /** Called when something was noted or answered. */
  changed(): void {
    const waiting = [...this.#listeners];
    this.#listeners.clear();
    for (const resolve of waiting) resolve();
  }

  toJSON(): Record<string, unknown> {
    const { requests, submissions, cancellations, violations, prompts } = this;
    return { requests, submissions, cancellations, violations, prompts };
  }
}

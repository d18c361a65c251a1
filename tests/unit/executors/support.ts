import {
  ExecutionError,
  type Clock,
  type ExecutionFailure,
  type Log,
} from '../../../src/main/engine/ports.ts';
import type { ChildExit, ChildHandle } from '../../../src/main/processes/child.ts';
import {
  protocolVersion,
  type FromExecutor,
  type Request,
  type ToExecutor,
} from '../../../src/main/executors/protocol.ts';

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  private time = 0;
  private timers: { at: number; callback: () => void }[] = [];

  now(): number {
    return this.time;
  }

  elapsed(): number {
    return this.time;
  }

  timer(ms: number, callback: () => void): () => void {
    const timer = { at: this.time + ms, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter(each => each !== timer);
    };
  }

  /** Milliseconds until each timer that is set. */
  get pending(): number[] {
    return this.timers.map(timer => timer.at - this.time);
  }

  advance(ms: number): void {
    this.time += ms;
    const due = this.timers.filter(timer => timer.at <= this.time);
    this.timers = this.timers.filter(timer => timer.at > this.time);
    for (const timer of due) timer.callback();
  }
}

export class FakeLog implements Log {
  readonly lines: string[] = [];

  write(level: string, message: string): void {
    this.lines.push(`${level}: ${message}`);
  }
}

/** A child process that does what the test says. */
export class FakeChild implements ChildHandle {
  readonly pid = 4711;
  readonly batches: ToExecutor[][] = [];
  killed = false;
  /** Does not end when it is asked to. */
  stubborn = false;
  held: boolean | undefined;
  private readonly onMessages: ((message: unknown) => void)[] = [];
  private readonly onExits: ((exit: ChildExit) => void)[] = [];
  private readonly arrivals: (() => void)[] = [];

  post(message: unknown): void {
    this.batches.push(message as ToExecutor[]);
    for (const arrived of this.arrivals.splice(0)) arrived();
    const asked = this.batches.at(-1)?.some(({ type }) => type === 'shutdown') ?? false;
    if (asked && !this.stubborn) queueMicrotask(() => this.exit({ code: 0, signal: null }));
  }

  onMessage(listener: (message: unknown) => void): void {
    this.onMessages.push(listener);
  }

  onExit(listener: (exit: ChildExit) => void): void {
    this.onExits.push(listener);
  }

  kill(): void {
    this.killed = true;
    this.exit({ code: null, signal: 'SIGKILL' });
  }

  hold(held: boolean): void {
    this.held = held;
  }

  say(...messages: FromExecutor[]): void {
    for (const listener of this.onMessages) listener(messages);
  }

  hello(protocol = protocolVersion): void {
    this.say({ type: 'hello', protocol, engine: 'duckdb', version: 'v1' });
  }

  exit(exit: ChildExit): void {
    for (const listener of this.onExits.splice(0)) listener(exit);
  }

  /** The requests it was sent, once there are as many. */
  async requests(atLeast: number): Promise<Request[]> {
    for (;;) {
      const requests = this.batches
        .flat()
        .filter(
          message => message.type !== 'start' && message.type !== 'shutdown' && message.type !== 'secret',
        );
      if (requests.length >= atLeast) return requests;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.arrivals.push(resolve);
      await promise;
    }
  }
}

/** The failure a promise rejects with; fails when it does not, or rejects with anything else. */
export async function failureOf(work: Promise<unknown> | undefined): Promise<ExecutionFailure> {
  const cause = await work?.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(cause instanceof ExecutionError)) throw new Error(`Not an ExecutionError: ${String(cause)}`);
  return cause.failure;
}

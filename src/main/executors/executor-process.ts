import {
  ExecutionError,
  type Clock,
  type ExecutionFailure,
  type Log,
  type Redact,
  type ScriptHooks,
} from '../engine/ports.ts';
import { SlipwayError } from '../../shared/domain/errors.ts';
import { cleanFailure, cleanResult } from './clean.ts';
import { executionError, failure } from './failures.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { ChildExit, ChildHandle } from '../processes/child.ts';
import {
  protocolVersion,
  type CallInput,
  type CallName,
  type CallOutput,
  type ExecutorConfig,
  type FromExecutor,
  type Request,
  type SecretRequest,
  type ToExecutor,
} from './protocol.ts';

/** From the start of a process to its `hello`; opening a warehouse whose log has to be replayed takes time. */
const startLimitMs = 60_000;
/** From asking a process to end to killing it; it writes a checkpoint in that time. */
const closeLimitMs = 5_000;
/** A cancellation is answered at once, whatever the warehouse does: a process that does not answer hangs as a whole. */
const cancelLimitMs = 10_000;

interface Waiting {
  type: CallName;
  resolve(result: CallOutput<CallName>): void;
  reject(cause: ExecutionError): void;
  hooks: ScriptHooks | undefined;
}

export interface ExecutorProcessOptions {
  name: string;
  child: ChildHandle;
  config: ExecutorConfig;
  /** Answers what the executor asks about secrets. Rejects with `SlipwayError` where one cannot be read now. */
  askSecret: (request: SecretRequest) => Promise<string | null>;
  /** Of what the executor says in words: servers repeat what they were sent, and drivers what they were given. */
  redact: Redact;
  /** Told when the first request comes and when the last one is answered. */
  onIdle?: (idle: boolean) => void;
  clock: Clock;
  log: Log;
}

/** One life of an executor process: from its start to its end, after which it is of no more use. */
export class ExecutorProcess {
  /** Resolves when it answered `hello`, rejects with `executor_unavailable` when it ended before. */
  readonly started: Promise<void>;
  /** Resolves when the process has ended; never rejects. */
  readonly ended: Promise<void>;

  private readonly child: ChildHandle;
  private readonly outbox: Outbox<ToExecutor>;
  private readonly waiting = new Map<number, Waiting>();
  private readonly name: string;
  private readonly askSecret: ExecutorProcessOptions['askSecret'];
  private readonly redact: Redact;
  private readonly onIdle: (idle: boolean) => void;
  private readonly clock: Clock;
  private readonly log: Log;
  private state: 'starting' | 'ready' | 'dead' = 'starting';
  private refusal: ExecutionFailure | undefined;
  private closing = false;
  private nextId = 1;
  private readonly start = Promise.withResolvers<void>();
  private readonly end = Promise.withResolvers<void>();
  private readonly stopStartTimer: () => void;

  constructor(options: ExecutorProcessOptions) {
    this.name = options.name;
    this.askSecret = options.askSecret;
    this.redact = options.redact;
    this.onIdle = options.onIdle ?? (() => {});
    this.child = options.child;
    this.clock = options.clock;
    this.log = options.log;
    this.started = this.start.promise;
    this.started.catch(() => {});
    this.ended = this.end.promise;
    this.outbox = createOutbox(batch => this.child.post(batch));
    this.stopStartTimer = this.clock.timer(startLimitMs, () =>
      this.refuse(`did not answer within ${startLimitMs / 1_000} s`),
    );
    this.child.onMessage(batch => this.receive(batch as FromExecutor[]));
    this.child.onExit(exit => this.onExit(exit));
    this.child.hold?.(false);
    this.outbox.send({ type: 'start', protocol: protocolVersion, config: options.config });
    this.outbox.flush();
  }

  get alive(): boolean {
    return this.state !== 'dead' && !this.closing;
  }

  /** Nothing is asked of it. */
  get idle(): boolean {
    return this.waiting.size === 0;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Sends one request. Rejects with `ExecutionError`: the executor's failure, or that its process died. */
  call<T extends CallName>(type: T, input: CallInput<T>, hooks?: ScriptHooks): Promise<CallOutput<T>> {
    return this.send(type, input, hooks).answer;
  }

  /** Asks for a script or query to be stopped; a process that does not even answer that is killed. Never rejects. */
  async cancel(queryId: string): Promise<void> {
    const stopTimer = this.clock.timer(cancelLimitMs, () => {
      this.log.write('error', 'executor does not answer and is killed', {
        executor: this.name,
        pid: this.pid,
      });
      this.child.kill();
    });
    await this.call('cancel', { queryId }).catch(() => {});
    stopTimer();
  }

  /** As `call`, with the request's id: that of an `open` is its cursor's number. */
  send<T extends CallName>(
    type: T,
    input: CallInput<T>,
    hooks?: ScriptHooks,
  ): { id: number; answer: Promise<CallOutput<T>> } {
    const id = this.nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<CallOutput<T>>();
    if (this.alive) {
      if (this.waiting.size === 0) this.hold(true);
      this.waiting.set(id, { type, resolve, reject, hooks });
      // TypeScript does not see that a type and its own input make one of the requests.
      this.outbox.send({ type, id, ...input } as unknown as Request);
    } else {
      reject(this.goneError());
    }
    return { id, answer: promise };
  }

  /** Asks it to end, and kills it when it does not. What is still running is rejected with `executor_crashed`. */
  async close(): Promise<void> {
    if (this.state === 'dead') return;
    if (!this.closing) {
      this.closing = true;
      this.outbox.send({ type: 'shutdown' });
      this.outbox.flush();
    }
    this.child.hold?.(true);
    const stopTimer = this.clock.timer(closeLimitMs, () => this.child.kill());
    await this.ended;
    stopTimer();
  }

  private receive(batch: FromExecutor[]): void {
    for (const message of batch) this.handle(message);
    if (this.waiting.size === 0 && !this.closing) this.hold(false);
  }

  private hold(busy: boolean): void {
    this.child.hold?.(busy);
    this.onIdle(!busy);
  }

  private handle(message: FromExecutor): void {
    switch (message.type) {
      case 'done': {
        const waiting = this.take(message.id);
        waiting?.resolve(cleanResult(waiting.type, message.result, this.redact));
        break;
      }
      case 'failed':
        this.take(message.id)?.reject(new ExecutionError(cleanFailure(message.failure, this.redact)));
        break;
      case 'submitted':
        this.waiting.get(message.id)?.hooks?.onSubmitted?.(message.warehouseQueryId);
        break;
      case 'progress': {
        const { fraction, rows } = message;
        this.waiting.get(message.id)?.hooks?.onProgress?.({ fraction, rows });
        break;
      }
      case 'trouble': {
        const { id, message: why } = message;
        this.waiting.get(id)?.hooks?.onTrouble?.(why === null ? null : this.redact(why));
        break;
      }
      case 'hello':
        this.onHello(message.protocol, message.version);
        break;
      case 'secret':
        void this.answerSecret(message);
        break;
      case 'refused':
        this.refusal = cleanFailure(message.failure, this.redact);
        break;
    }
  }

  private async answerSecret({ id, ...request }: Extract<FromExecutor, { type: 'secret' }>): Promise<void> {
    try {
      this.outbox.send({ type: 'secret', id, value: await this.askSecret(request) });
    } catch (cause) {
      const { message, details } = asSlipwayError(cause);
      this.outbox.send({ type: 'secret', id, value: null, problem: { message, hint: details.hint ?? null } });
    }
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    return waiting;
  }

  private onHello(protocol: number, version: string): void {
    if (protocol !== protocolVersion) {
      this.refuse(`speaks protocol ${protocol}, this version of Slipway speaks ${protocolVersion}`);
      return;
    }
    this.stopStartTimer();
    this.state = 'ready';
    this.log.write('debug', 'executor started', { executor: this.name, pid: this.pid, version });
    this.start.resolve();
  }

  /** The process is of no use: end it, and say why to whoever waits. */
  private refuse(why: string): void {
    this.refusal = failure({
      code: 'executor_unavailable',
      message: `The ${this.name} executor ${why}`,
      retryable: true,
    });
    this.child.kill();
  }

  private onExit(exit: ChildExit): void {
    const wasReady = this.state === 'ready';
    this.state = 'dead';
    this.stopStartTimer();
    const how = exit.signal
      ? `signal ${exit.signal}`
      : exit.code === null
        ? 'no exit code'
        : `exit code ${exit.code}`;
    const fields = { executor: this.name, pid: this.pid, code: exit.code, signal: exit.signal };
    if (this.closing) this.log.write('debug', 'executor ended', fields);
    else this.log.write('error', wasReady ? 'executor died' : 'executor did not start', fields);

    this.refusal ??= this.endFailure(wasReady, how);
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const each of waiting) each.reject(new ExecutionError(this.refusal));
    if (!wasReady) this.start.reject(new ExecutionError(this.refusal));
    this.end.resolve();
  }

  private endFailure(wasReady: boolean, how: string): ExecutionFailure {
    if (this.closing) {
      return failure({
        code: 'executor_crashed',
        message: `The ${this.name} executor was stopped while this was running`,
        retryable: true,
      });
    }
    if (wasReady) {
      return failure({
        code: 'executor_crashed',
        message: `The ${this.name} executor died (process ${this.pid ?? 'unknown'}, ${how})`,
        retryable: true,
        hint: 'It starts again when it is next needed. Often the machine ran out of memory; the application log may say more',
      });
    }
    return failure({
      code: 'executor_unavailable',
      message: `The ${this.name} executor could not be started (${how})`,
      retryable: true,
      hint: 'The application log has what it printed',
    });
  }

  private goneError(): ExecutionError {
    return this.refusal
      ? new ExecutionError(this.refusal)
      : executionError({
          code: 'executor_unavailable',
          message: `The ${this.name} executor is being stopped`,
          retryable: true,
        });
  }
}

function asSlipwayError(cause: unknown): SlipwayError {
  return cause instanceof SlipwayError ? cause : new SlipwayError('internal', String(cause), {}, cause);
}

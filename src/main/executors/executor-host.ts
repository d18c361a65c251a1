import { ExecutionError } from '../engine/ports.ts';
import type { AskSecret, Backend, Cursor } from './backend.ts';
import { executionError, failure } from './failures.ts';
import { openHostChannel, type HostChannel } from '../processes/host-channel.ts';
import { Job } from './job.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import {
  protocolVersion,
  type CallInput,
  type CallName,
  type CallOutput,
  type ExecutorConfig,
  type FromExecutor,
  type Page,
  type Request,
  type SecretRequest,
  type ToExecutor,
} from './protocol.ts';

type ConfigOf<E extends ExecutorConfig['engine']> = Extract<ExecutorConfig, { engine: E }>;
type OpenBackend<E extends ExecutorConfig['engine']> = (
  config: ConfigOf<E>,
  askSecret: AskSecret,
) => Promise<Backend>;

/** The program of an executor process: hands requests to the engine's backend until the parent wants no more. */
export function runExecutor<E extends ExecutorConfig['engine']>(engine: E, open: OpenBackend<E>): void {
  const channel = openHostChannel();
  // Nobody is left to answer to. Ending at once loses nothing: what was acknowledged is on the disk.
  channel.onClose(() => process.kill(process.pid, 'SIGKILL'));
  const host = new ExecutorHost(engine, channel, open);
  channel.onMessage(batch => {
    for (const message of batch as ToExecutor[]) host.receive(message);
  });
}

class ExecutorHost<E extends ExecutorConfig['engine']> {
  private readonly engine: E;
  private readonly channel: HostChannel;
  private readonly outbox: Outbox<FromExecutor>;
  private readonly openBackend: OpenBackend<E>;
  private backend: Backend | undefined;
  /** Requests that came while the backend was being opened. */
  private early: Request[] = [];
  private readonly jobs = new Map<string, Set<Job>>();
  private readonly cursors = new Map<number, { cursor: Cursor; job: Job; forget: () => void }>();
  /** What the engine was asked about secrets and has not yet answered. */
  private readonly secrets = new Map<number, PromiseWithResolvers<string | null>>();
  private nextSecret = 1;
  private running = 0;
  private closing = false;
  private whenIdle: (() => void) | undefined;

  constructor(engine: E, channel: HostChannel, open: OpenBackend<E>) {
    this.engine = engine;
    this.channel = channel;
    this.openBackend = open;
    this.outbox = createOutbox(batch => channel.post(batch));
  }

  receive(message: ToExecutor): void {
    if (message.type === 'start') void this.start(message.protocol, message.config);
    else if (message.type === 'shutdown') void this.shutdown();
    else if (message.type === 'secret') this.onSecret(message);
    else if (this.closing) return;
    else if (this.backend) void this.answer(this.backend, message);
    else this.early.push(message);
  }

  private async start(protocol: number, config: ExecutorConfig): Promise<void> {
    try {
      if (protocol !== protocolVersion) {
        throw executionError({
          code: 'executor_unavailable',
          message: `The ${this.engine} executor speaks protocol ${protocolVersion}, not ${protocol}`,
        });
      }
      if (config.engine !== this.engine) {
        throw executionError({
          code: 'executor_unavailable',
          message: `The ${this.engine} executor was started for ${config.engine}`,
        });
      }
      // The check above is one TypeScript does not take for a type parameter.
      const backend = await this.openBackend(config as ConfigOf<E>, request => this.askSecret(request));
      this.backend = backend;
      this.outbox.send({ type: 'hello', protocol, engine: this.engine, version: backend.version });
      const early = this.early;
      this.early = [];
      for (const request of early) void this.answer(backend, request);
    } catch (cause) {
      const refusal = asFailure(cause);
      process.stderr.write(`${refusal.message}\n`);
      this.channel.post([{ type: 'refused', failure: { ...refusal, code: 'executor_unavailable' } }], () =>
        process.exit(1),
      );
    }
  }

  /** Stops what is running, closes the backend and ends the process. The parent kills it if that takes too long. */
  private async shutdown(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    for (const jobs of this.jobs.values()) for (const job of jobs) job.cancel();
    await Promise.all([...this.cursors.values()].map(({ cursor }) => cursor.close()));
    const idle = Promise.withResolvers<void>();
    this.whenIdle = idle.resolve;
    if (this.running > 0) await idle.promise;
    await this.backend?.close().catch((cause: unknown) => process.stderr.write(`${String(cause)}\n`));
    this.outbox.flush();
    // An empty batch: it tells when those before it have left.
    this.channel.post([], () => process.exit(0));
  }

  private async answer(backend: Backend, request: Request): Promise<void> {
    const { id } = request;
    this.running += 1;
    try {
      const result = await this.handle(backend, request);
      this.outbox.send({ type: 'done', id, result });
    } catch (cause) {
      // After a shutdown began, nobody cancelled anything: the end of the process is what is to be reported.
      if (!this.closing) this.outbox.send({ type: 'failed', id, failure: asFailure(cause) });
    } finally {
      this.running -= 1;
      if (this.running === 0) this.whenIdle?.();
    }
  }

  private handle(backend: Backend, request: Request): Promise<CallOutput<CallName>> {
    switch (request.type) {
      case 'execute':
        return this.execute(backend, request);
      case 'open':
        return this.open(backend, request);
      case 'next':
        return this.next(request.cursor);
      case 'close':
        return this.close(request.cursor);
      case 'describe':
        return backend.describe(request);
      case 'catalog':
        return backend.catalog(request);
      case 'cancel':
        this.cancel(backend, request.queryId);
        return Promise.resolve(null);
      case 'recall':
        return this.jobs.has(request.queryId)
          ? Promise.resolve({ state: 'running' })
          : backend.recall(request);
      case 'test':
        return backend.test(request);
      case 'list':
        return backend.list(request);
      case 'explain':
        return backend.explain(request);
      case 'grants':
        return backend.grants(request);
      case 'privileges':
        return backend.privileges(request);
      case 'load':
        return backend.load(request);
    }
  }

  private cancel(backend: Backend, queryId: string): void {
    const jobs = this.jobs.get(queryId);
    if (!jobs) backend.stop(queryId);
    for (const job of jobs ?? []) job.cancel();
  }

  private onSecret({ id, value, problem }: Extract<ToExecutor, { type: 'secret' }>): void {
    const asked = this.secrets.get(id);
    this.secrets.delete(id);
    if (problem === undefined) asked?.resolve(value);
    else asked?.reject(executionError({ code: 'secret_unavailable', retryable: true, ...problem }));
  }

  private askSecret(request: SecretRequest): Promise<string | null> {
    const asked = Promise.withResolvers<string | null>();
    const id = this.nextSecret++;
    this.secrets.set(id, asked);
    this.outbox.send({ type: 'secret', id, ...request });
    return asked.promise;
  }

  private async execute(backend: Backend, { id, script, wants }: CallInput<'execute'> & { id: number }) {
    const job = new Job(script.queryId, {
      onSubmitted: wants.submitted
        ? warehouseQueryId => this.outbox.send({ type: 'submitted', id, warehouseQueryId })
        : null,
      onProgress: wants.progress ? progress => this.outbox.send({ type: 'progress', id, ...progress }) : null,
      onTrouble: wants.trouble ? message => this.outbox.send({ type: 'trouble', id, message }) : null,
    });
    const forget = this.remember(job);
    try {
      return await backend.execute(script, job);
    } finally {
      forget();
    }
  }

  private async open(backend: Backend, request: CallInput<'open'> & { id: number }): Promise<Page> {
    const job = new Job(request.queryId);
    const forget = this.remember(job);
    try {
      const cursor = await backend.open(request, job);
      // Nobody may be reading at that moment: the next read finds out.
      job.onCancel(() => void cursor.close());
      this.cursors.set(request.id, { cursor, job, forget });
    } catch (cause) {
      forget();
      throw cause;
    }
    return await this.next(request.id);
  }

  private async next(id: number): Promise<Page> {
    const open = this.cursors.get(id);
    if (!open) throw executionError({ code: 'warehouse_error', message: `There is no open cursor ${id}` });
    let page: Page | undefined;
    try {
      open.job.throwIfCancelled();
      page = { columns: open.cursor.columns, ...(await open.cursor.next()) };
      return page;
    } finally {
      if (!page || page.done) await this.close(id);
    }
  }

  private async close(id: number): Promise<null> {
    const open = this.cursors.get(id);
    this.cursors.delete(id);
    open?.forget();
    await open?.cursor.close();
    return null;
  }

  private remember(job: Job): () => void {
    const known = this.jobs.get(job.queryId);
    const jobs = known ?? new Set();
    jobs.add(job);
    if (!known) this.jobs.set(job.queryId, jobs);
    return () => {
      jobs.delete(job);
      if (jobs.size === 0) this.jobs.delete(job.queryId);
    };
  }
}

function asFailure(cause: unknown) {
  if (cause instanceof ExecutionError) return cause.failure;
  // A defect of ours: everything a backend throws on purpose is an ExecutionError.
  process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
  return failure({
    code: 'warehouse_error',
    message: `The executor failed: ${cause instanceof Error ? cause.message : String(cause)}`,
  });
}
